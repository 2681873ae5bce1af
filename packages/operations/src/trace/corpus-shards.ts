import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BezoarError } from '@bezoar/core';
import { openCheckpoint, openShardReader, parseVerifierKey, type ShardReader } from '@bezoar/ledger';
import type { Admission } from '../admit/earlier/admissions.ts';
import { corpusOrigin, VOUCHER_FILES } from '../admit/log-admission.ts';
import type { Project } from '../project/project.ts';
import { corpusVerifierKey } from './corpus-verifier-key.ts';

/** The provenance of one admission, held against the ledger. */
export interface CorpusShards {
  readonly reader: ShardReader;
  /** The signed root, as a note. */
  readonly checkpoint: string;
  readonly verifierKey: string;
}

/**
 * Opens the side tables of an admission. Throws `trace/altered` where their root is not the one in the ledger, and what the
 * reader throws where they are gone.
 */
export async function openCorpusShards(project: Project, origin: string, admission: Admission): Promise<CorpusShards> {
  const folder = join(project.state.shards, admission.root);
  const reader = await openShardReader(folder);
  if (reader.rootHex !== admission.root || reader.size !== admission.records) {
    throw new BezoarError(
      'trace/altered',
      `expected ${admission.records} records below ${admission.root}, got ${reader.size} below ${reader.rootHex}`,
    );
  }
  const verifierKey = await corpusVerifierKey(project, corpusOrigin(origin, admission.root));
  const checkpoint = await readFile(join(folder, VOUCHER_FILES.checkpoint), 'utf8').catch(() => {
    throw new BezoarError(
      'trace/no-checkpoint',
      `the signed root of ${admission.root} is missing from the side tables`,
    );
  });
  openCheckpoint(checkpoint, parseVerifierKey(verifierKey));
  return { reader, checkpoint, verifierKey };
}
