import { BezoarError } from '@bezoar/core';
import { isSameHash } from '../../merkle/hash.ts';
import { type HashReader, treeRoot } from '../../merkle/tree.ts';
import type { VerifierKey } from '../../note/verifier-key.ts';
import { openSigned } from '../published-tree.ts';
import type { ProblemList } from './problem-list.ts';

/** Kept checkpoints and the tree that they are held against. */
export interface CheckKeptOptions {
  readonly keptCheckpoints: readonly string[];
  readonly key: VerifierKey;
  /** Entries in the log. */
  readonly size: number;
  /** Hashes of the log; `undefined` where damage left none that can be trusted. */
  readonly read: HashReader | undefined;
  readonly problems: ProblemList;
}

/** Counts the kept checkpoints that the log extends; the others are problems. A log that is whole but older shows only here. */
// Attacker controls: nothing that was kept out of reach; a kept checkpoint counts only with the log's own signature.
export async function checkKept({ keptCheckpoints, key, size, read, problems }: CheckKeptOptions): Promise<number> {
  let agreed = 0;
  for (const [position, note] of keptCheckpoints.entries()) {
    const where = `kept checkpoint ${position + 1}`;
    try {
      const kept = openSigned(note, key, where);
      if (kept.size > size) {
        problems.add('ledger/rolled-back', `${where} is over ${kept.size} entries, the log has ${size}`);
      } else if (read === undefined) {
        problems.add('ledger/unusable-checkpoint', `${where} could not be compared, because the log is damaged`);
      } else if (isSameHash(await treeRoot(kept.size, read), kept.root)) {
        agreed++;
      } else {
        problems.add('ledger/rolled-back', `${where} over ${kept.size} entries has another root than the log had`);
      }
    } catch (error) {
      if (!(error instanceof BezoarError)) throw error;
      problems.add('ledger/unusable-checkpoint', `${where} could not be compared: ${error.message}`);
    }
  }
  return agreed;
}
