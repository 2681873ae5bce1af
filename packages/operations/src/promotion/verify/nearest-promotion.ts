import { BezoarError } from '@bezoar/core';
import { type DigestedArtifact, isFolderArtifact } from '../artifact-digest.ts';
import { promotionsOf } from '../promote/promotion-record.ts';
import { type VerdictContext, verifyVerdict } from '../verdicts/gate-verdict.ts';
import { type FileDifference, fileDifferences } from './file-differences.ts';

/** Promotions that are looked through, newest first (CWE-770). */
const MAX_CANDIDATES = 64;

/** The promoted model that one which was not promoted comes from, as far as names and files tell. */
export interface NearestPromotion {
  readonly entry: number;
  readonly path: string;
  readonly differences: readonly FileDifference[];
  /** What is looked at is one file of it, unchanged: the rest is missing. */
  readonly isPart: boolean;
}

/**
 * The newest promotion of a model at the same place, else of one that shares a file: what was changed since tells why a
 * model is not the one that was promoted. Null where there is none.
 */
export async function nearestPromotion(
  artifact: DigestedArtifact,
  context: VerdictContext,
): Promise<NearestPromotion | null> {
  const digests = new Set(artifact.files.map(({ sha256 }) => sha256));
  let sharing: NearestPromotion | null = null;
  for (const { index, path, verdict } of (await promotionsOf(context)).slice(0, MAX_CANDIDATES)) {
    const placed = context.log.gateVerdicts.find((one) => one.index === verdict);
    const before = placed === undefined ? undefined : await filesOf(placed, context);
    if (before === undefined) continue;
    const isShared = before.some(({ sha256 }) => digests.has(sha256));
    const near = {
      entry: index,
      path,
      differences: fileDifferences(artifact, { files: before }),
      isPart: isShared && !isFolderArtifact(artifact) && before.length > 1,
    };
    if (path === artifact.path) return near;
    if (isShared) sharing ??= near;
  }
  return sharing;
}

async function filesOf(
  placed: Parameters<typeof verifyVerdict>[0],
  context: VerdictContext,
): Promise<DigestedArtifact['files'] | undefined> {
  try {
    return (await verifyVerdict(placed, context)).artifact.files;
  } catch (error) {
    if (error instanceof BezoarError) return undefined;
    throw error;
  }
}
