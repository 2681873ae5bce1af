import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Clock, isSha256, type Sha256, systemClock } from '@bezoar/core';
import { type CommandDocument, startDocument } from '../../document/command-document.ts';
import { openLedgerKey } from '../../ledger/keys/ledger-key.ts';
import type { LoggedEntry } from '../../ledger/log-run.ts';
import { readProjectLog } from '../../ledger/project-log.ts';
import type { ProjectLocation } from '../../project/document-location.ts';
import { policyReference, requireProject } from '../../project/project.ts';
import { digestArtifact } from '../artifact-digest.ts';
import { asWhole } from '../standing/as-whole.ts';
import { obstacleFinding } from '../standing/obstacle.ts';
import { promotionContext, promotionStanding } from '../standing/promotion-standing.ts';
import { type StandingSummary, summariseStanding } from '../standing/standing-summary.ts';
import { isVerified } from '../verdicts/deciding-verdict.ts';
import { logPromotion } from './log-promotion.ts';

/** Options of `promote`. */
export interface PromoteOptions {
  readonly location: ProjectLocation;
  /** A file or folder, or the digest of one; what exists under that name wins. */
  readonly model: string;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** The document of `bezoar promote --json`, schema `bezoar.promote/v1`. */
export interface PromoteDocument extends CommandDocument, StandingSummary {
  /** An override is named as what it is: the verdict of the gate stays as it was. */
  readonly verdict: 'promoted' | 'promoted-by-override' | 'refused';
  readonly model: {
    /** Null where only a digest was given, and no verdict knows a path. */
    readonly path: string | null;
    readonly sha256: Sha256;
    /** Null where nothing was read: the digest was given. */
    readonly files: number | null;
  };
  /** Null where it was refused. */
  readonly ledger: LoggedEntry | null;
}

/**
 * Promotes a model: logs that exactly these bytes may be deployed, where an unexpired PASS for them, or a signed override of the
 * verdict that decides, lets them through. What refuses them is a finding; nothing is logged then. Throws `promotion/…` where the
 * model cannot be read or the document declares no gate, and whatever keeps the promotion from being logged.
 */
export async function promote(options: PromoteOptions): Promise<PromoteDocument> {
  const { location, model, signal } = options;
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const project = await requireProject(location);
  // Whoever cannot log a promotion does not promote.
  await openLedgerKey(project);
  const place = { workingDirectory: location.workingDirectory, folder: project.folder };
  const read = (await isDigestOnly(model, location.workingDirectory))
    ? undefined
    : await digestArtifact(model, { ...place, ...(signal === undefined ? {} : { signal }) });
  const log = await readProjectLog(project);
  const standing = asWhole(
    await promotionStanding(read?.sha256 ?? model, await promotionContext(project, log, clock())),
    read,
  );
  const { verdict: gate } = standing;
  const gated = gate !== null && isVerified(gate) ? gate : undefined;
  const path = read?.path ?? gated?.artifact.path ?? null;
  const shown = path ?? standing.sha256;
  const isLetThrough = standing.by !== null && gated !== undefined;
  const ledger = isLetThrough ? await logPromotion(project, shown, standing, gated, clock) : null;
  const by = standing.by === 'override' ? ('promoted-by-override' as const) : ('promoted' as const);
  return {
    ...finish({
      command: 'promote',
      policy: policyReference(project),
      inputs: read === undefined ? [] : [{ path: model, sha256: read.sha256 }],
      verdict: isLetThrough ? by : ('refused' as const),
      outcome: isLetThrough ? 'ok' : 'adverse',
      findings: standing.obstacles.map((one) => obstacleFinding(one, shown, standing.sha256)),
      read: read?.files.length ?? 0,
    }),
    model: { path, sha256: standing.sha256, files: read?.files.length ?? null },
    ...summariseStanding(standing),
    ledger,
  };
}

async function isDigestOnly(model: string, workingDirectory: string): Promise<boolean> {
  if (!isSha256(model)) return false;
  return (await stat(resolve(workingDirectory, model)).catch(() => undefined)) === undefined;
}
