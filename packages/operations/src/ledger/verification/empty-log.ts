import { readdir } from 'node:fs/promises';
import { EMPTY_ROOT, type LedgerProblem, type LedgerVerification, type VerifierKey } from '@bezoar/ledger';
import { signedSize } from '../outside/outside-checkpoints.ts';

/** Whether there is no log yet: its folder is missing or empty. */
export async function isLogMissing(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}

/** The verification of a log without files. It is whole, unless somebody kept a checkpoint of more. */
export function emptyLog(key: VerifierKey, kept: readonly string[]): LedgerVerification {
  const problems = kept.flatMap((note): LedgerProblem[] => {
    const size = signedSize(note, key);
    if (size === 0) return [];
    if (size === undefined)
      return [{ code: 'ledger/unusable-checkpoint', message: "a kept checkpoint is not signed by the ledger's key" }];
    return [{ code: 'ledger/rolled-back', message: `there is no ledger, and a kept checkpoint names ${size} entries` }];
  });
  const root = Buffer.from(EMPTY_ROOT);
  return {
    origin: key.name,
    size: 0,
    rootHex: root.toString('hex'),
    rootBase64: root.toString('base64'),
    checkpoint: '',
    problems,
    journalEntries: 0,
    keptAgreed: 0,
    evidence: { present: 0, missing: 0, altered: 0 },
  };
}
