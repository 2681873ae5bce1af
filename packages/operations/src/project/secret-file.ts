import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';
import { PRIVATE_MODE } from '../ledger/keys/private-key.ts';

const SECRET_BYTES = 32;

/** A secret of 32 bytes; undefined where there is no file. Throws `project/bad-secret` for a file that holds none. */
export async function readSecretFile(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError('project/bad-secret', `cannot read \`${path}\`: ${describeError(error)}`, { cause: error });
  });
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{64}\n?$/.test(text)) return Buffer.from(text.trim(), 'hex');
  throw new UsageError('project/bad-secret', `expected ${2 * SECRET_BYTES} hexadecimal digits in \`${path}\``);
}

/** Makes a secret. Written whole or not at all; where another process was faster, its secret is the one. */
export async function createSecretFile(path: string): Promise<Buffer> {
  const secret = randomBytes(SECRET_BYTES);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', PRIVATE_MODE);
  try {
    await file.writeFile(`${secret.toString('hex')}\n`);
    await file.sync();
    await link(temporary, path);
    return secret;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readSecretFile(path) : undefined;
    if (other === undefined) throw error;
    return other;
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}
