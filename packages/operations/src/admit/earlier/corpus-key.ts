import { createHmac } from 'node:crypto';
import { countedName, principalKey, sha256, UsageError } from '@bezoar/core';
import type { StateFolders } from '../../project/project.ts';
import { createSecretFile, readSecretFile } from '../../project/secret-file.ts';

/** Names of accounts that are kept at hand: an account's records follow one another. */
const MAX_REMEMBERED = 100_000;

/** What the project's secret gives: names of accounts that say nothing to anybody else, and an order that nobody can aim at. */
export interface CorpusKey {
  /** Tells two secrets apart without showing them. */
  readonly fingerprint: string;
  /** Decides which records stay under a cap. Secret: who knew it could write records that stay. */
  readonly orderKey: Uint8Array;
  /** Name of a tenant in side tables: 32 hexadecimal digits of an HMAC. */
  tenant(name: string): string;
  /** Name of an account, by its `principalKey`. A tenant's accounts have a key of their own. */
  account(tenant: string, account: string): string;
  /** Name of a linking attribute. */
  attribute(name: string, value: string): string;
}

/**
 * The project's corpus key, made on first use. `expected` is the fingerprint under which earlier admissions counted: with
 * another key their accounts could not be told, and every cap would begin anew. Throws `admit/key-lost`.
 */
export async function openCorpusKey(state: StateFolders, expected: string | undefined): Promise<CorpusKey> {
  const file = state.corpusKey;
  const secret = (await readSecretFile(file)) ?? (expected === undefined ? await createSecretFile(file) : undefined);
  const key = secret === undefined ? undefined : keyOf(secret);
  if (key !== undefined && (expected === undefined || key.fingerprint === expected)) return key;
  throw new UsageError(
    'admit/key-lost',
    `earlier admissions count accounts under another key than \`${state.corpusKey}\` holds; restore it from a backup, or every cap would begin anew`,
  );
}

function keyOf(secret: Buffer): CorpusKey {
  const derived = (purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest();
  const named = (key: Buffer, text: string): string =>
    createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
  const [tenants, attributes] = [derived('tenant'), derived('attribute')];
  const accountKeys = new Map<string, Buffer>();
  const accounts = new Map<string, string>();
  return {
    fingerprint: sha256(derived('fingerprint')).slice(0, 32),
    orderKey: derived('order'),
    tenant: (name) => named(tenants, countedName(name)),
    attribute: (name, value) => named(attributes, `${name}\0${countedName(value)}`),
    account: (tenant, account) => {
      const given = principalKey({ tenant, account });
      const known = accounts.get(given);
      if (known !== undefined) return known;
      const counted = countedName(tenant);
      const key = accountKeys.get(counted) ?? derived(`account\0${counted}`);
      accountKeys.set(counted, key);
      const name = named(key, principalKey({ tenant: counted, account: countedName(account) }));
      if (accounts.size >= MAX_REMEMBERED) accounts.clear();
      accounts.set(given, name);
      return name;
    },
  };
}
