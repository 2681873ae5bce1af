import { resolve } from 'node:path';
import { type Clock, sha256, systemClock, UsageError } from '@bezoar/core';
import { type Fault, parseThreatModel } from '@bezoar/threat-model';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { findDocument, type ProjectLocation } from '../project/document-location.ts';
import { readDocument, shown } from '../project/project.ts';

/** The document of `bezoar policy check --json`. */
export interface PolicyCheckDocument extends CommandDocument {
  readonly verdict: 'valid' | 'malformed';
  /** All that must be mended, with place, expectation and suggestion. */
  readonly faults: readonly Fault[];
  /** What may be mended. */
  readonly remarks: readonly Fault[];
  readonly controls: readonly string[];
}

/**
 * Checks a document: the named one, or the one that every command would obey. A malformed document is a failure of
 * configuration: exit 2, with every fault. Throws `policy/not-found`, `policy/not-read`.
 */
export async function checkPolicy(options: {
  readonly location: ProjectLocation;
  readonly file?: string;
  readonly clock?: Clock;
}): Promise<PolicyCheckDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const { location, file } = options;
  const path = file === undefined ? await findDocument(location) : resolve(location.workingDirectory, file);
  if (path === undefined)
    throw new UsageError('policy/not-found', 'no THREATMODEL.md from here up to the git root; name one');
  const shownPath = shown(path, location.workingDirectory);
  const text = await readDocument(path, shownPath);
  const { model, faults, remarks } = parseThreatModel(text, shownPath);
  const reference = { path: shownPath, sha256: sha256(text) };
  return {
    ...finish({
      command: 'policy-check',
      policy: { path: shownPath, digest: reference.sha256 },
      inputs: [reference],
      verdict: model === undefined ? 'malformed' : 'valid',
      outcome: model === undefined ? 'error' : 'ok',
      read: 1,
    }),
    faults,
    remarks,
    controls: model?.controls.map(({ id }) => id) ?? [],
  };
}
