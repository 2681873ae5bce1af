import { type Clock, systemClock } from '@bezoar/core';
import { startDocument } from '../../document/command-document.ts';
import { trustedLedgerKeys } from '../../ledger/keys/trusted-ledger-keys.ts';
import { readProjectLog } from '../../ledger/project-log.ts';
import type { ProjectLocation } from '../../project/document-location.ts';
import { policyReference, requireProject } from '../../project/project.ts';
import { digestArtifact } from '../artifact-digest.ts';
import { asWhole } from '../standing/as-whole.ts';
import { obstacleFinding } from '../standing/obstacle.ts';
import { promotedStanding } from '../standing/promoted-standing.ts';
import { promotionContext } from '../standing/promotion-standing.ts';
import { summariseStanding } from '../standing/standing-summary.ts';
import { nearestPromotion } from './nearest-promotion.ts';
import { parseRequirements } from './requirements.ts';
import type { VerifyDocument } from './verify-document.ts';

/** Options of `verifyModel`. */
export interface VerifyModelOptions {
  readonly location: ProjectLocation;
  /** The file or folder that is about to be loaded. */
  readonly path: string;
  /** What it has to meet: `gate`. */
  readonly require: readonly string[];
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

const NOT_LOOKED_INTO = 'this version looks into no format';

/**
 * Whether the model at a path may be deployed now. `gate` is met where exactly these bytes were promoted (`model.promote` in the
 * ledger) and what promoted them is in force at this moment: the PASS that decides is young enough and of no weaker gate than the
 * document asks for, or the override by which they were promoted has not expired. A PASS that nobody promoted does not do.
 *
 * Reads the bytes once and the ledger once, and logs nothing: it can run where no key lies. Whoever can write to the path between this
 * check and the loading can load something else.
 */
export async function verifyModel(options: VerifyModelOptions): Promise<VerifyDocument> {
  const { location, path, signal } = options;
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const require = parseRequirements(options.require);
  const project = await requireProject(location);
  const artifact = await digestArtifact(path, {
    workingDirectory: location.workingDirectory,
    folder: project.folder,
    ...(signal === undefined ? {} : { signal }),
  });
  const log = await readProjectLog(project);
  const context = await promotionContext(project, log, clock());
  const { standing: promoted, promotion } = await promotedStanding(artifact.sha256, context);
  const standing = asWhole(promoted, artifact);
  const isVerified = standing.by !== null;
  const keys = await trustedLedgerKeys(project);
  const nearest = isVerified || promotion !== null ? null : await nearestPromotion(artifact, { log, keys });
  const findings = standing.obstacles.map((one) => obstacleFinding(one, artifact.path, artifact.sha256));
  const codes = [...new Set(findings.map(({ code }) => code))];
  const document = finish({
    command: 'verify',
    policy: policyReference(project),
    inputs: [{ path, sha256: artifact.sha256 }],
    verdict: isVerified ? ('verified' as const) : ('not-verified' as const),
    outcome: isVerified ? 'ok' : 'adverse',
    findings,
    read: artifact.files.length,
  });
  return {
    ...document,
    require,
    model: { path: artifact.path, sha256: artifact.sha256 },
    files: artifact.files.map((file) => ({
      path: file.path,
      sha256: file.sha256,
      format: 'unknown',
      verdict: isVerified ? 'clean' : 'block',
      codes,
    })),
    coverage: {
      ...document.coverage,
      bytes: artifact.files.reduce((sum, { bytes }) => sum + bytes, 0),
      examined: 0,
      skipped: artifact.files.map(({ path: file, bytes }) => ({ path: file, bytes, reason: NOT_LOOKED_INTO })),
    },
    promotion: promotion === null ? null : { entry: promotion.index, at: promotion.at, by: promotion.by },
    nearest,
    ...summariseStanding(standing),
  };
}
