import { BezoarError, type Sha256, UsageError } from '@bezoar/core';
import { shellQuoted } from '../../document/shell-quoted.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import type { Project } from '../../project/project.ts';
import {
  type PromotionContext,
  type PromotionStanding,
  promotionContext,
  promotionStanding,
} from '../standing/promotion-standing.ts';
import { isVerified } from '../verdicts/deciding-verdict.ts';
import { currentPromotions } from './current-promotions.ts';

/** How a model stands: `lapsed` was promoted and may not be used any more, `waiting` was gated and not promoted. */
export type ModelState = 'promoted' | 'promoted by override' | 'lapsed' | 'waiting';

/** A model of a project: one that is promoted, or the one that was gated last. */
export interface ModelStatus {
  readonly path: string;
  readonly sha256: Sha256;
  /** Whom it serves; empty where nothing tells. */
  readonly target: string;
  readonly state: ModelState;
  /** What the gate said, and in which entry. */
  readonly gate: { readonly verdict: string; readonly entry: number; readonly ageMs: number | null } | null;
  /** ISO 8601: when it ends by itself. */
  readonly expires: string | null;
  /** Why nothing lets it through, in words. */
  readonly obstacles: readonly string[];
  /** The command that comes next, where there is one. */
  readonly next: string | null;
}

/**
 * The models that are promoted now, and the one that was gated last where it is none of them. Null where it cannot be told: the signed
 * document cannot be judged any more.
 */
export async function modelStatus(
  project: Project,
  log: ProjectLog,
  now: number,
): Promise<readonly ModelStatus[] | null> {
  if (log.gateVerdicts.length + log.promotions.length === 0) return [];
  let context: PromotionContext;
  try {
    context = await promotionContext(project, log, now);
  } catch (error) {
    if (error instanceof UsageError && error.code === 'promotion/no-gate') return [];
    if (error instanceof BezoarError) return null;
    throw error;
  }
  const current = await currentPromotions(context);
  const rows = current.map(({ promotion, target, standing }): ModelStatus => {
    const { path } = promotion;
    const by = standing.by === 'override' ? ('promoted by override' as const) : ('promoted' as const);
    return rowOf({ path, target, state: standing.by === null ? 'lapsed' : by }, standing, now);
  });
  const last = log.gateVerdicts.findLast(({ entry }) => typeof entry.detail?.digest === 'string');
  const subject = last?.entry.subject[0];
  const isShown = subject === undefined || current.some(({ promotion }) => promotion.sha256 === subject.digest.sha256);
  if (last === undefined || isShown) return rows;
  const standing = await promotionStanding(subject.digest.sha256, context);
  return [...rows, rowOf({ path: subject.name, target: targetOf(last, log), state: 'waiting' }, standing, now)];
}

function rowOf(
  base: Pick<ModelStatus, 'path' | 'target' | 'state'>,
  standing: PromotionStanding,
  now: number,
): ModelStatus {
  const { verdict, expiresAt, obstacles, sha256 } = standing;
  const said =
    verdict === null
      ? null
      : isVerified(verdict)
        ? { verdict: verdict.verdict, entry: verdict.index, ageMs: now - verdict.at }
        : { verdict: verdict.said, entry: verdict.index, ageMs: null };
  return {
    ...base,
    sha256,
    gate: said,
    expires: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    obstacles: obstacles.map(({ detail }) => detail),
    next: nextStep(base, standing),
  };
}

/** What to do about a model that is not let through, or that only waits for somebody to promote it. */
function nextStep(
  { path, state }: Pick<ModelStatus, 'path' | 'state'>,
  { by, obstacles, verdict }: PromotionStanding,
): string | null {
  if (by !== null) return state === 'waiting' ? `bezoar promote ${shellQuoted(path)}` : null;
  const reasons = new Set(obstacles.map(({ reason }) => reason));
  if (reasons.has('not-promoted')) return `bezoar promote ${shellQuoted(path)}`;
  if (reasons.has('no-independent-authorization')) return 'bezoar guard seal';
  if (reasons.has('verdict-not-held')) return 'bezoar ledger verify';
  if (verdict === null || !isVerified(verdict)) return null;
  if (verdict.verdict === 'FAIL') return 'bezoar explain evaluate/hazard';
  if (verdict.verdict === 'REVIEW') return `bezoar decide override ${verdict.report}`;
  return `bezoar gate --candidate ${shellQuoted(verdict.plan.candidate.name)}`;
}

function targetOf({ entry }: PlacedEntry, { trainings }: ProjectLog): string {
  const target = trainings.find(({ index }) => entry.refs.includes(index))?.entry.detail?.target;
  return typeof target === 'string' ? target : '';
}
