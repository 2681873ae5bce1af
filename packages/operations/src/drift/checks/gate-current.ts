import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BezoarError, describeError, formatDuration } from '@bezoar/core';
import { digestArtifact } from '../../promotion/artifact-digest.ts';
import { type CurrentPromotion, currentPromotions } from '../../promotion/current/current-promotions.ts';
import { type Obstacle, obstacleFinding } from '../../promotion/standing/obstacle.ts';
import { promotionContext } from '../../promotion/standing/promotion-standing.ts';
import { isVerified } from '../../promotion/verdicts/deciding-verdict.ts';
import type { Drift, DriftCheck, DriftContext } from '../drift-check.ts';

/**
 * What is promoted is let through today as well: its verdict is young enough and of no weaker gate than the document asks for, or
 * its override lasts. Where the model, or a reference that it was compared with, still lies at its path, it has the same bytes. What
 * lies there no more is not looked at: which model is deployed where is not known here.
 */
export const gateCurrent: DriftCheck = {
  name: 'gate current',
  run: async (context) => {
    const { project, log, now, signal } = context;
    const nothing = { drifts: [], undecided: [], compared: 0 };
    if (log.promotions.length === 0) return nothing;
    const drifts: Drift[] = [];
    const undecided: string[] = [];
    let compared = 0;
    try {
      const promotions = await promotionContext(project, log, now);
      const declared = `a verdict at most ${formatDuration(promotions.requirement.maxAgeMs)} old, or an override in force`;
      for (const current of await currentPromotions(promotions)) {
        const { path, sha256 } = current.promotion;
        compared++;
        drifts.push(...current.standing.obstacles.map((one) => driftOf(one, declared, path, sha256)));
        const { looked, found } = await bytesThere(current, context);
        compared += looked;
        drifts.push(...found);
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof BezoarError)) throw error;
      undecided.push(`promotions: ${describeError(error)}`);
    }
    return { drifts, undecided, compared };
  },
};

/** What lies at the paths of a promoted model and of what it was compared with, held against their digests. */
async function bytesThere(
  { promotion, standing }: CurrentPromotion,
  context: DriftContext,
): Promise<{ readonly looked: number; readonly found: readonly Drift[] }> {
  const { verdict } = standing;
  const references =
    verdict !== null && isVerified(verdict) ? verdict.plan.references.flatMap(({ artifact }) => artifact ?? []) : [];
  const found: Drift[] = [];
  let looked = 0;
  for (const [index, { path, sha256 }] of [promotion, ...references].entries()) {
    const now = await digestAt(path, context);
    if (now === undefined) continue;
    looked++;
    if (now === sha256) continue;
    const what = index === 0 ? 'the promoted model' : 'the reference that it was compared with';
    const detail = `\`${path}\` is no more ${what}: its digest is ${now}`;
    found.push(driftOf({ reason: 'bytes-changed', detail }, `${what}, sha256 ${sha256}`, path, now));
  }
  return { looked, found };
}

/** The digest of what lies at a path below the document; undefined where nothing does. */
async function digestAt(path: string, { project, signal }: DriftContext): Promise<string | undefined> {
  const { folder } = project;
  if ((await stat(resolve(folder, path)).catch(() => undefined)) === undefined) return undefined;
  const place = { workingDirectory: folder, ...(signal === undefined ? {} : { signal }) };
  return (await digestArtifact(path, place)).sha256;
}

function driftOf(obstacle: Obstacle, declared: string, path: string, sha256: string): Drift {
  return {
    control: 'evaluate/promotion',
    declared,
    observed: obstacle.detail,
    finding: obstacleFinding(obstacle, path, sha256),
  };
}
