import { lstat, readFile } from 'node:fs/promises';
import { UsageError } from '@bezoar/core';
import { writeAtomically } from '../report-files/write-atomically.ts';

/** How every proof begins (c2sp.org/tlog-proof@v1). */
const PROOF_START = 'c2sp.org/tlog-proof@v1\n';

/** Writes a proof. Throws `trace/out-exists` where anything else lies at that path: a proof is worth no other file. */
export async function writeProof(path: string, text: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  const isProof = there?.isFile() === true && (await readFile(path, 'utf8').catch(() => '')).startsWith(PROOF_START);
  if (there !== undefined && !isProof) {
    throw new UsageError('trace/out-exists', `\`${path}\` is there already, and is no proof; name another file`);
  }
  await writeAtomically(path, text);
}
