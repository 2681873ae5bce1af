import { createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { countedName, describeError, principalKey, sha256, UsageError } from '@bezoar/core';
import { PRIVATE_MODE } from '../ledger/keys/private-key.ts';
import type { StateFolders } from '../project/project.ts';

const KEY_BYTES = 32;
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
  const secret = (await readSecret(state)) ?? (expected === undefined ? await createSecret(state) : undefined);
  const key = secret === undefined ? undefined : keyOf(secret);
  if (key !== undefined && (expected === undefined || key.fingerprint === expected)) return key;
  throw new UsageError(
    'admit/key-lost',
    `earlier admissions count accounts under another key than \`${state.corpusKey}\` holds; restore it from a backup, or every cap would begin anew`,
  );
}

async function readSecret(state: StateFolders): Promise<Buffer | undefined> {
  const text = await readFile(state.corpusKey, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('admit/bad-key', `cannot read \`${state.corpusKey}\`: ${describeError(error)}`, {
      cause: error,
    });
  });
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{64}\n?$/.test(text)) return Buffer.from(text.trim(), 'hex');
  throw new UsageError('admit/bad-key', `expected ${2 * KEY_BYTES} hexadecimal digits in \`${state.corpusKey}\``);
}

/** Written whole or not at all; where another process was faster, its secret is the one. */
async function createSecret(state: StateFolders): Promise<Buffer> {
  const secret = randomBytes(KEY_BYTES);
  await mkdir(dirname(state.corpusKey), { recursive: true, mode: 0o700 });
  const temporary = `${state.corpusKey}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', PRIVATE_MODE);
  try {
    await file.writeFile(`${secret.toString('hex')}\n`);
    await file.sync();
    await link(temporary, state.corpusKey);
    return secret;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readSecret(state) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
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
