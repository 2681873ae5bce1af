import { type Clock, systemClock } from '@bezoar/core';
import { openLedgerReader } from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { policyReference, requireProject } from '../project/project.ts';
import { openLedgerKey, prepareStateFolder } from './keys/ledger-key.ts';
import { appendEntry } from './log-run.ts';
import { gitRoot } from './outside/git.ts';
import { ANCHOR_BRANCH, anchorInGit, noGit } from './outside/git-anchor.ts';

/** The document of `bezoar ledger anchor --json`. */
export interface LedgerAnchorDocument extends CommandDocument {
  readonly verdict: 'anchored';
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly branch: string;
  readonly commit: string;
}

/** Logs that the log is anchored, and commits the checkpoint that covers this entry. Throws `ledger/no-git`. */
export async function ledgerAnchor(options: {
  readonly location: ProjectLocation;
  readonly clock?: Clock;
}): Promise<LedgerAnchorDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const project = await requireProject(options.location);
  if ((await gitRoot(project.folder)) === undefined) throw noGit(project.folder);
  await prepareStateFolder(project.state);
  const { signer } = await openLedgerKey(project);
  const entry = await appendEntry(project, signer, {
    v: 1,
    kind: 'ledger.anchor',
    at: new Date(clock()).toISOString(),
    actor: 'bezoar ledger anchor',
    subject: [],
    policy: project.digest,
    refs: [],
    detail: { [CONTROLS_DETAIL]: ['policy/witness'], branch: ANCHOR_BRANCH },
  });
  const { checkpoint } = await openLedgerReader(project.state.ledger, { verifierKey: signer.verifierKey });
  const commit = await anchorInGit(project.folder, signer.name, entry.size, checkpoint);
  return {
    ...finish({
      command: 'ledger-anchor',
      policy: policyReference(project),
      verdict: 'anchored',
      outcome: 'ok',
      read: entry.size,
    }),
    origin: signer.name,
    size: entry.size,
    root: entry.root,
    branch: ANCHOR_BRANCH,
    commit,
  };
}
