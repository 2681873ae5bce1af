import { BezoarError } from '@bezoar/core/actions';
import type { GuardOptions } from './guard-options.ts';

/** The value of a secret that the policy lists for a tool. Rejects with `guard/secret-refused` for every other. */
export async function secretOf(
  { policy, secrets }: Pick<GuardOptions, 'policy' | 'secrets'>,
  action: string,
  handle: string,
): Promise<string> {
  if (policy.tools?.get(action)?.secrets.includes(handle) !== true) {
    throw new BezoarError('guard/secret-refused', `the policy lists no secret \`${handle}\` for \`${action}\``);
  }
  const value: unknown = await secrets?.(handle);
  if (typeof value !== 'string' || value === '') {
    throw new BezoarError('guard/secret-refused', `the host has no secret \`${handle}\``);
  }
  return value;
}
