import type { Revision } from '../revision.ts';

/** What took revisions back. */
export interface Reverts {
  /** For each revision the index of the one that took it back, or undefined. */
  readonly by: readonly (number | undefined)[];
  /** The index of a young revision that restores a text which was replaced long ago, or undefined. */
  readonly contested: number | undefined;
}

/** How reverts are told from coincidences. */
export interface RevertRules {
  /** A restored text was replaced at most this long before. */
  readonly windowMs: number;
  /** Revisions after this time are younger than the hold. */
  readonly youngAfter: number;
}

/**
 * Identity reverts over revisions in order: a later revision has the same text digest as an earlier one, and everything
 * between the two was taken back. A revert that was itself taken back does not count, or a vandal could take good edits back.
 *
 * A young revision that restores what was replaced longer ago than the window is contested: it may clean up an old hoax,
 * or bring one back just before the snapshot. Nothing in the digests tells which.
 */
export function findReverts(revisions: readonly Revision[], { windowMs, youngAfter }: RevertRules): Reverts {
  const earlier = sameTextBefore(revisions);
  const by: (number | undefined)[] = revisions.map(() => undefined);
  let contested: number | undefined;
  // From the newest on: the intervals of reverts that count do not overlap, so that this is linear.
  for (let later = revisions.length - 1; later >= 0; later--) {
    const former = earlier[later];
    if (former === undefined || former === later - 1 || by[later] !== undefined) continue;
    const { at } = revisions[later]!;
    if (at - revisions[former + 1]!.at > windowMs) {
      if (at > youngAfter) contested ??= later;
      continue;
    }
    for (let between = former + 1; between < later; between++) by[between] = later;
  }
  return { by, contested };
}

/** For each revision the nearest earlier one with the same text. */
function sameTextBefore(revisions: readonly Revision[]): (number | undefined)[] {
  const last = new Map<string, number>();
  return revisions.map(({ digest }, index) => {
    if (digest === undefined) return undefined;
    const former = last.get(digest);
    last.set(digest, index);
    return former;
  });
}
