import { BezoarError, type Sha256 } from '@bezoar/core';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import { type VerdictContext, type VerifiedVerdict, verifyVerdict } from './gate-verdict.ts';

/** A verdict of the ledger that does not hold. */
export interface BrokenVerdict {
  readonly index: number;
  /** What its entry says. */
  readonly said: string;
  readonly reason: string;
}

/** What gates said of some bytes. */
export interface VerdictHistory {
  /** The verdict that decides; null: no gate ever spoke of these bytes. One that does not hold decides too, and never for them. */
  readonly deciding: VerifiedVerdict | BrokenVerdict | null;
  /** All that were logged, newest first. */
  readonly verdicts: readonly { readonly index: number; readonly at: string; readonly verdict: string }[];
  /** Gates of these bytes that were begun and never concluded: the tell of a gate that was stopped when it went badly. */
  readonly unfinished: readonly number[];
}

/** Whether a verdict holds. */
export function isVerified(verdict: VerifiedVerdict | BrokenVerdict): verdict is VerifiedVerdict {
  return 'plan' in verdict;
}

/**
 * The verdict that decides about some bytes: the newest, unless an earlier one confirmed a hazard in the same bytes. What was confirmed
 * is not undone by asking again with other questions; only by another meaning of the hazard, which the document then has to have, or by
 * a signed override. A verdict that does not hold is never passed over in favour of an older one.
 */
export async function decidingVerdict(digest: Sha256, context: VerdictContext): Promise<VerdictHistory> {
  const { log } = context;
  const entries = log.gateVerdicts.filter(({ entry }) => entry.subject.some((one) => one.digest.sha256 === digest));
  const newest = entries.at(-1);
  return {
    deciding: newest === undefined ? null : await decide(newest, entries.slice(0, -1), context),
    verdicts: entries
      .map(({ index, entry }) => ({ index, at: entry.at, verdict: String(entry.detail?.verdict) }))
      .reverse(),
    unfinished: unfinishedGates(digest, log),
  };
}

async function decide(
  newest: PlacedEntry,
  earlier: readonly PlacedEntry[],
  context: VerdictContext,
): Promise<VerifiedVerdict | BrokenVerdict> {
  const last = await read(newest, context);
  if (!isVerified(last) || last.hazards.length > 0) return last;
  const meaning = new Map(last.plan.hazards.map(({ action, sha256 }) => [action, sha256]));
  for (const placed of [...earlier].reverse()) {
    if (placed.entry.detail?.verdict !== 'FAIL') continue;
    const former = await read(placed, context);
    if (!isVerified(former)) return former;
    const stands = former.hazards.some((action) => {
      const then = former.plan.hazards.find((one) => one.action === action)?.sha256;
      const now = meaning.get(action);
      return now === undefined || now === then;
    });
    if (stands) return former;
  }
  return last;
}

async function read(placed: PlacedEntry, context: VerdictContext): Promise<VerifiedVerdict | BrokenVerdict> {
  try {
    return await verifyVerdict(placed, context);
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    return { index: placed.index, said: String(placed.entry.detail?.verdict), reason: error.message };
  }
}

function unfinishedGates(digest: Sha256, { gatePlans, gateVerdicts }: ProjectLog): readonly number[] {
  const concluded = new Set(gateVerdicts.map(({ entry }) => entry.refs[0]));
  return gatePlans
    .filter(({ index, entry }) => entry.detail?.digest === digest && !concluded.has(index))
    .map(({ index }) => index);
}
