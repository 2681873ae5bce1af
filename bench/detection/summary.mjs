// @ts-check

/** @typedef {import('./cell.mjs').CellResult} CellResult */

/**
 * What the seeds of one cell say together. A rank that is missing in one seed makes the worst rank missing.
 * @param {readonly CellResult[]} results
 */
export function summarise(results) {
  const ranks = results.map(({ rank }) => rank ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const recalls = results.map(({ recall }) => recall);
  const precisions = results.flatMap(({ hazard }) => (hazard.precision === null ? [] : [hazard.precision]));
  return {
    seeds: results.length,
    found: results.filter(({ rank }) => rank !== null).length,
    medianRank: finite(ranks[Math.floor((ranks.length - 1) / 2)]),
    worstRank: finite(ranks.at(-1)),
    meanRecall: mean(recalls),
    worstRecall: Math.min(...recalls),
    weakestTrue: least(results.map(({ strength }) => strength ?? 0)),
    strongestFalse: Math.max(...results.map(({ strongestFalse }) => strongestFalse)),
    falseFamilies: mean(results.map(({ falseFlagged }) => falseFlagged.length)),
    cleanFlagged: mean(results.map(({ cleanFlaggedRatio }) => cleanFlaggedRatio)),
    worstCleanFlagged: Math.max(...results.map(({ cleanFlaggedRatio }) => cleanFlaggedRatio)),
    adverse: share(results, ({ isAdverse }) => isAdverse),
    byPhrase: share(results, ({ isNamed }) => isNamed),
    byHazard: share(results, ({ hazard }) => hazard.isAdverse && hazard.recall > 0),
    hazardRecall: mean(results.map(({ hazard }) => hazard.recall)),
    hazardPrecision: precisions.length === 0 ? null : mean(precisions),
    expectedByChance: mean(results.map(({ expectedByChance }) => expectedByChance)),
    seconds: mean(results.map(({ seconds }) => seconds)),
  };
}

/** @typedef {ReturnType<typeof summarise>} Summary */

/**
 * @param {readonly CellResult[]} results
 * @param {(result: CellResult) => string} keyOf
 * @returns {readonly (readonly CellResult[])[]} groups in order of appearance
 */
export function groupBy(results, keyOf) {
  /** @type {Map<string, CellResult[]>} */
  const groups = new Map();
  for (const result of results) {
    const key = keyOf(result);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(result);
  }
  return [...groups.values()];
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {readonly number[]} values */
function least(values) {
  return Math.min(...values);
}

/** @param {number | undefined} rank */
function finite(rank) {
  return rank === undefined || !Number.isFinite(rank) ? null : rank;
}

/**
 * @param {readonly CellResult[]} results
 * @param {(result: CellResult) => boolean} isCounted
 */
function share(results, isCounted) {
  return results.filter(isCounted).length / results.length;
}
