import { type Clock, systemClock } from '@bezoar/core';
import { formatTlogProof } from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';
import { requireReader } from './ledger-show.ts';

/** The document of `bezoar ledger prove --json`. */
export interface LedgerProveDocument extends CommandDocument {
  readonly verdict: 'proven';
  /** The entry's exact bytes: what the proof is about. */
  readonly entry: string;
  readonly proof: {
    readonly leafIndex: number;
    readonly treeSize: number;
    /** Base64, from the leaf's sibling up. */
    readonly hashes: readonly string[];
    readonly checkpoint: string;
  };
  readonly verifierKey: string;
  /** The whole proof file, c2sp.org/tlog-proof@v1. */
  readonly text: string;
}

/** Proves that an entry is in the log. Throws `ledger/no-ledger` or `ledger/no-entry`. */
export async function ledgerProve(options: {
  readonly location: ProjectLocation;
  readonly index: number;
  /** Where to write the proof file. */
  readonly out?: string;
  readonly clock?: Clock;
}): Promise<LedgerProveDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const { index } = options;
  const project = await requireProject(options.location);
  // A reader is one snapshot: entry, proof and checkpoint belong together although the log may grow meanwhile.
  const reader = await requireReader(project);
  const { verifierKey } = reader;
  const entry = Buffer.from(await reader.entryBytes(index)).toString('utf8');
  const hashes = await reader.proveInclusion(index);
  const { checkpoint, size } = reader;
  const text = formatTlogProof({ index, hashes, checkpoint });
  if (options.out !== undefined) await writeAtomically(options.out, text);
  return {
    ...finish({ command: 'ledger-prove', policy: policyReference(project), verdict: 'proven', outcome: 'ok', read: 1 }),
    entry,
    proof: {
      leafIndex: index,
      treeSize: size,
      hashes: hashes.map((hash) => Buffer.from(hash).toString('base64')),
      checkpoint,
    },
    verifierKey,
    text,
  };
}
