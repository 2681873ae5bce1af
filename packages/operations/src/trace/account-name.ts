import { UsageError } from '@bezoar/core';

/**
 * The accounts that `TENANT/ACCOUNT` may mean: a tenant or an account may hold slashes itself, so each place where it can be
 * parted; without a slash, an account that belongs to no tenant. Throws `trace/no-account`.
 */
export function accountsNamed(text: string): readonly (readonly [tenant: string, account: string])[] {
  if (text === '') throw new UsageError('trace/no-account', 'expected an account as `TENANT/ACCOUNT`, got nothing');
  const pairs: [string, string][] = [['', text]];
  for (let slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
    pairs.unshift([text.slice(0, slash), text.slice(slash + 1)]);
  }
  return pairs;
}
