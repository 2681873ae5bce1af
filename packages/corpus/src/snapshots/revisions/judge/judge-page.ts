import { compareRevisions, type Revision } from '../revision.ts';
import { isKept, type ShingledText, shingle } from './new-material.ts';
import { findReverts } from './reverts.ts';

/**
 * How long an edit must have stood. The export of a large wiki takes days and begins at times that anybody can predict, so
 * that an edit may be timed to hours (Carlini et al., 2302.10149). A week is longer than that, and gives whoever watches
 * a quiet page one week-end. Derived, not measured: a quieter wiki wants a longer one.
 */
export const DEFAULT_HOLD_MS: number = 7 * 86_400_000;

/** A restored text counts as a revert if it was replaced at most this many holds before: four weeks by default. */
const REVERT_WINDOW_HOLDS = 4;

/** Share of the hold during which an edit must have been there: what vandals hide for half a day still stands. */
export const STANDING_SHARE = 0.9;

/** Revisions of a page that are held against their successors by text, and such comparisons (CWE-407). */
const MAX_STANDING_CHECKS = 50;
const MAX_COMPARISONS = 2000;
/** Shingled texts that are kept at a time: a page of 2 MiB is about 40 MB of shingles (CWE-770). */
const MAX_CACHED_TEXTS = 8;

/** Why a revision is not taken. */
export type HoldReason =
  /** Younger than the hold. */
  | 'too-young'
  /** Taken back whole: a later revision has the text from before. */
  | 'reverted'
  /** Old enough, but what it added did not stay for the hold. */
  | 'not-standing'
  /** A young revision restored a text of long ago: somebody has to look. */
  | 'contested'
  /** Its text is hidden, or contradicts its digest. */
  | 'unverifiable';

/** When the snapshot was taken, and how long an edit must have stood before. */
export interface HoldRules {
  /** Milliseconds since the Unix epoch. Revisions after it count as evidence and are never taken. */
  readonly snapshotAt: number;
  readonly holdMs: number;
}

/** A revision that is held back. */
export interface HeldRevision {
  readonly revision: Revision;
  readonly reason: HoldReason;
  /** The revision that took it back, or restored what was before it. */
  readonly by?: string;
}

/** What a page's history says. */
export interface PageJudgement {
  readonly taken?: Revision;
  /** Those that are newer than the one that is taken, newest first; all of them where none is. */
  readonly held: readonly HeldRevision[];
}

/**
 * The newest revision that has stood. It is at least as old as the hold; it was not taken back by an identity revert; and
 * during the hold after it what it brought was on the page for at least `STANDING_SHARE` of the time: as the same text, or
 * kept by later revisions, as far as `textOf` gives the texts. The last rule is what an edit fails that is made one hold
 * before a snapshot and removed by hand, or restored at the last minute.
 */
export function judgePage(
  page: readonly Revision[],
  { snapshotAt, holdMs }: HoldRules,
  textOf: (revision: Revision) => string | undefined = () => undefined,
): PageJudgement {
  const revisions = [...page].sort(compareRevisions);
  const youngAfter = snapshotAt - holdMs;
  const { by, contested } = findReverts(revisions, { windowMs: REVERT_WINDOW_HOLDS * holdMs, youngAfter });
  const stood = standingOf(revisions, holdMs, textOf);
  const held: HeldRevision[] = [];
  for (let at = revisions.length - 1; at >= 0; at--) {
    const revision = revisions[at]!;
    if (revision.at > snapshotAt) continue;
    const reverter = by[at];
    const hold = (reason: HoldReason, cause?: number): void => {
      held.push({ revision, reason, ...(cause === undefined ? {} : { by: revisions[cause]!.id }) });
    };
    if (reverter !== undefined) hold('reverted', reverter);
    else if (revision.at > youngAfter) hold('too-young');
    else if (revision.digest === undefined) hold('unverifiable');
    else if (contested !== undefined) hold('contested', contested);
    else if (!stood(at)) hold('not-standing');
    else return { taken: revision, held };
  }
  return { held };
}

/** Whether what a revision brought was there during the hold after it. */
function standingOf(
  revisions: readonly Revision[],
  holdMs: number,
  textOf: (revision: Revision) => string | undefined,
): (index: number) => boolean {
  const cache = new Map<string, ShingledText | undefined>();
  const shingled = (revision: Revision): ShingledText | undefined => {
    const { digest } = revision;
    if (digest === undefined) return undefined;
    if (cache.has(digest)) return cache.get(digest);
    const text = textOf(revision);
    const made = text === undefined ? undefined : shingle(text);
    if (cache.size >= MAX_CACHED_TEXTS) cache.delete(cache.keys().next().value as string);
    cache.set(digest, made);
    return made;
  };
  const nothing = shingle('');
  let checks = 0;
  let comparisons = 0;
  return (index) => {
    const { at, digest } = revisions[index]!;
    const until = at + holdMs;
    let presentMs = 0;
    let formerText: ShingledText | undefined;
    let ownText: ShingledText | undefined;
    let isCounted = false;
    for (let next = index; next < revisions.length && revisions[next]!.at < until; next++) {
      const one = revisions[next]!;
      const shownMs = Math.min(revisions[next + 1]?.at ?? until, until) - one.at;
      if (shownMs <= 0) continue;
      if (one.digest !== digest) {
        if (!isCounted) {
          isCounted = true;
          checks++;
          const former = formerOf(revisions, index, at - holdMs);
          formerText = former === undefined ? nothing : shingled(former);
          ownText = shingled(revisions[index]!);
        }
        comparisons++;
        if (checks > MAX_STANDING_CHECKS || comparisons > MAX_COMPARISONS) return false;
        const laterText = shingled(one);
        if (ownText === undefined || formerText === undefined || laterText === undefined) continue;
        if (!isKept(ownText, formerText, laterText)) continue;
      }
      presentMs += shownMs;
    }
    return presentMs >= STANDING_SHARE * holdMs;
  };
}

/** The revision that was in force at a time, among those before an index. */
function formerOf(revisions: readonly Revision[], index: number, at: number): Revision | undefined {
  for (let former = index - 1; former >= 0; former--) if (revisions[former]!.at <= at) return revisions[former];
  return undefined;
}
