/** Records of each group. */
export function groupSums(groups: Int32Array, counted: Uint8Array): Float64Array {
  const sums = new Float64Array(groups.reduce((most, group) => Math.max(most, group), -1) + 1);
  for (const [record, group] of groups.entries()) {
    if (group >= 0 && counted[record] === 1) sums[group] = (sums[group] as number) + 1;
  }
  return sums;
}

/** The smallest cap on groups of these sizes that costs at most a share of all their records, if it were the only one. */
export function capOfSums(sums: Float64Array, maxLoss: number): number {
  const allowed = maxLoss * sums.reduce((sum, own) => sum + own, 0);
  let [below, above] = [0, sums.reduce((most, own) => Math.max(most, own), 1)];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (sums.reduce((lost, own) => lost + Math.max(0, own - middle), 0) <= allowed) above = middle;
    else below = middle;
  }
  return above;
}

/**
 * The smallest cap from `low` that fits, beginning at a guess. Above 100 only numbers of two digits and zeros are tried:
 * a cap is read by people, and a corpus says no more about next month's. What fits keeps fitting when raised, and some
 * cap fits.
 */
export function smallestFitting(low: number, guess: number, fits: (cap: number) => boolean): number {
  const fitsAt = (place: number): boolean => fits(roundNumber(place));
  const least = placeOf(low);
  let above = Math.max(least, placeOf(guess));
  let below = least - 1;
  let step = 1;
  if (fitsAt(above)) {
    for (let next = above - step; next >= least; next = above - step) {
      if (!fitsAt(next)) {
        below = next;
        break;
      }
      above = next;
      step *= 2;
    }
  } else {
    do {
      below = above;
      above += step;
      step *= 2;
    } while (!fitsAt(above));
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (fitsAt(middle)) above = middle;
    else below = middle;
  }
  return roundNumber(above);
}

/** Numbers of at most two digits and zeros, in order: 0 to 99, 100, 110, … 990, 1000, 1100, … */
function roundNumber(place: number): number {
  if (place < 10) return place;
  return (10 + ((place - 10) % 90)) * 10 ** Math.floor((place - 10) / 90);
}

/** The place of the first such number that is not below. */
function placeOf(count: number): number {
  if (count < 10) return count;
  const zeros = Math.floor(Math.log10(count)) - 1;
  return 90 * zeros + Math.ceil(count / 10 ** zeros);
}
