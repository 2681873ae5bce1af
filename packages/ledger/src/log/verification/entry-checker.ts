import { BezoarError, type Sha256 } from '@bezoar/core';
import { parseEntry } from '../../entry/parse-entry.ts';
import { type EntrySummary, scanEntry } from '../../entry/scan-entry.ts';
import { checkEvidence, type EvidenceState } from '../../evidence/evidence-store.ts';
import { nodeStorage } from '../../storage/node-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { tornNumber } from '../ledger-files.ts';
import type { ProblemList } from './problem-list.ts';
import type { EvidenceCounts } from './verification.ts';

/** Digests whose document was looked at lately, so that it is read once. */
const REMEMBERED_DIGESTS = 65_536;
/** Torn pieces that are followed up; a writer makes one per crash in the middle of a commit (CWE-770). */
const MAX_TORN_PIECES = 10_000;

/** A torn piece that the log names. */
export interface NamedPiece {
  readonly digest: Sha256;
  readonly index: number;
}

/** Looks at what entries say, one after the other. */
export interface EntryChecker {
  check(bytes: Uint8Array, index: number): Promise<void> | undefined;
  readonly evidence: EvidenceCounts;
  /** Torn pieces by file name. */
  readonly pieces: ReadonlyMap<string, NamedPiece>;
}

/** A checker that reports to `problems`; documents are looked for in `evidenceFolder`, if given. */
export function createEntryChecker(problems: ProblemList, evidenceFolder: string | undefined): EntryChecker {
  const store = evidenceFolder === undefined ? undefined : nodeStorage(evidenceFolder);
  const counts = { present: 0, missing: 0, altered: 0 };
  const pieces = new Map<string, NamedPiece>();
  const known = new Map<string, EvidenceState>();

  const checkDocument = async (
    storage: Storage,
    payload: { readonly sha256: Sha256; readonly size: number },
    index: number,
  ): Promise<void> => {
    const { sha256: digest, size } = payload;
    const key = `${digest} ${size}`;
    let state = known.get(key);
    try {
      state ??= await checkEvidence(storage, digest, size);
    } catch (error) {
      return problems.addError(error, index);
    }
    known.set(key, state);
    if (known.size > REMEMBERED_DIGESTS) known.delete(known.keys().next().value!);
    counts[state]++;
    if (state === 'missing') problems.add('ledger/missing-evidence', `the document ${digest} is missing`, index);
    if (state === 'altered') problems.add('ledger/altered-evidence', `the document ${digest} was altered`, index);
  };

  return {
    evidence: counts,
    pieces,
    check: (bytes, index) => {
      let entry: EntrySummary;
      try {
        entry = scanEntry(bytes);
      } catch (error) {
        if (!(error instanceof BezoarError)) throw error;
        problems.add('ledger/bad-entry', `entry ${index} is ${error.message}`, index);
        return undefined;
      }
      for (const ref of entry.refs) {
        if (ref >= index)
          problems.add('ledger/bad-entry', `entry ${index} refers to ${ref}, which is not before it`, index);
      }
      const [piece] = entry.kind === 'ledger.recovered' ? parseEntry(bytes).subject : [];
      if (piece !== undefined && tornNumber(piece.name) !== undefined && pieces.size < MAX_TORN_PIECES) {
        pieces.set(piece.name, { digest: piece.digest.sha256, index });
      }
      return store === undefined || entry.payload === undefined
        ? undefined
        : checkDocument(store, entry.payload, index);
    },
  };
}
