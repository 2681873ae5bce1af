import { resolve } from 'node:path';
import { type Clock, type PolicyReference, sha256, systemClock, type ThreatModel, UsageError } from '@bezoar/core';
import { diffThreatModels, loadThreatModel, type PolicyChange } from '@bezoar/threat-model';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { readDocument, requireProject, shown } from '../project/project.ts';
import { policyState } from './policy-state.ts';

/** The document of `bezoar policy diff --json`. */
export interface PolicyDiffDocument extends CommandDocument {
  readonly verdict: 'same' | 'tightened' | 'loosened' | 'neutral';
  readonly before: PolicyReference;
  readonly after: PolicyReference;
  readonly changes: readonly PolicyChange[];
  /** Whether the set of signers differs; only known against a signed version. */
  readonly signersChanged: boolean;
}

/**
 * Compares two documents by meaning; by default the last signed version with the one in force. A loosening is adverse:
 * exit 1. Throws `policy/not-signed` where there is no version to compare with.
 */
export async function diffPolicy(options: {
  readonly location: ProjectLocation;
  readonly before?: string;
  readonly after?: string;
  readonly clock?: Clock;
}): Promise<PolicyDiffDocument> {
  const finish = startDocument(options.clock ?? systemClock);
  const { location } = options;
  let before: Side;
  let after: Side;
  let signersChanged = false;
  if (options.before === undefined) {
    const project = await requireProject(location);
    const state = await policyState(project, await readProjectLog(project));
    if (state.signed === undefined) {
      throw new UsageError('policy/not-signed', 'no version was signed yet; name two documents to compare');
    }
    before = { path: `entry ${state.signed.index}`, digest: state.signed.digest, model: state.signed.model };
    after = { path: project.shownPath, digest: project.digest, model: project.model };
    signersChanged = state.signersChanged;
  } else {
    before = await readSide(options.before, location);
    after = options.after === undefined ? await sideInForce(location) : await readSide(options.after, location);
  }
  const changes = diffThreatModels(before.model, after.model);
  const isLoosened = signersChanged || changes.some(({ change }) => change === 'loosen');
  const isTightened = changes.some(({ change }) => change === 'tighten');
  const verdict = isLoosened ? 'loosened' : isTightened ? 'tightened' : changes.length > 0 ? 'neutral' : 'same';
  const reference = ({ path, digest }: Side): PolicyReference => ({ path, digest });
  return {
    ...finish({
      command: 'policy-diff',
      policy: reference(after),
      inputs: [before, after].map(({ path, digest }) => ({ path, sha256: digest })),
      verdict,
      outcome: isLoosened ? 'adverse' : 'ok',
      read: 2,
    }),
    before: reference(before),
    after: reference(after),
    changes,
    signersChanged,
  };
}

interface Side extends PolicyReference {
  readonly model: ThreatModel;
}

async function readSide(file: string, { workingDirectory }: ProjectLocation): Promise<Side> {
  const path = resolve(workingDirectory, file);
  const shownPath = shown(path, workingDirectory);
  const text = await readDocument(path, shownPath);
  return { path: shownPath, digest: sha256(text), model: loadThreatModel(text, shownPath).model };
}

async function sideInForce(location: ProjectLocation): Promise<Side> {
  const { shownPath, digest, model } = await requireProject(location);
  return { path: shownPath, digest, model };
}
