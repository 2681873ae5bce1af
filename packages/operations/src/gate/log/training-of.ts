import { BezoarError } from '@bezoar/core';
import { parseBundle, parseStatement } from '@bezoar/ledger';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import type { GatedArtifact } from '../gate-document.ts';

/**
 * The newest training whose outputs include every file of an artifact, by digest; undefined where there is none. A file that was
 * added or converted after the training was not written by it, and so joins nothing to the corpus.
 */
export async function trainingOf(
  { files }: Pick<GatedArtifact, 'files'>,
  log: Pick<ProjectLog, 'trainings' | 'evidence'>,
): Promise<number | undefined> {
  for (const training of [...log.trainings].reverse()) {
    const outputs = await outputsOf(training, log);
    if (files.length > 0 && files.every(({ sha256 }) => outputs.has(sha256))) return training.index;
  }
  return undefined;
}

/** Digests of what a training wrote. An entry names them while they are few; all of them stand in its statement. */
async function outputsOf(
  { entry: { subject, detail, payload } }: PlacedEntry,
  { evidence }: Pick<ProjectLog, 'evidence'>,
): Promise<ReadonlySet<string>> {
  if (detail?.outputs === subject.length) return new Set(subject.map(({ digest }) => digest.sha256));
  try {
    if (payload === undefined) return new Set();
    // INVARIANT: the entry names the bundle by digest, below a signed root.
    const { dsseEnvelope } = parseBundle(await evidence(payload.sha256));
    const statement = parseStatement(Buffer.from(dsseEnvelope.payload, 'base64'));
    return new Set(statement.subject.flatMap(({ digest }) => digest.sha256 ?? []));
  } catch (error) {
    // What cannot be read joins nothing.
    if (error instanceof BezoarError) return new Set();
    throw error;
  }
}
