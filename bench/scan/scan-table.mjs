// @ts-check
import { orDash } from '../table.mjs';

const MEGABYTE = 1e6;

/**
 * @param {readonly import('./main.mjs').ScanResult[]} results
 * @param {{ words: number, tokens: number }} length
 * @param {number} workers
 * @returns {import('../table.mjs').Table}
 */
export function scanTable(results, length, workers) {
  return {
    title: `Scan, ${workers} reading threads`,
    header: [
      'records',
      'MB',
      'trusted',
      'wall s',
      'CPU s',
      'records/s',
      'MB/s',
      'peak MB',
      'read s',
      'mine s',
      'excerpts s',
      'growth',
      'plain read s',
      'JSON.parse s',
    ],
    rows: results.map((result) => {
      const { records, bytes, trustedRecords, wallSeconds, cpuSeconds, peakBytes, stages } = result;
      const { read = 0, excerpts = 0 } = stages;
      return [
        String(records),
        (bytes / MEGABYTE).toFixed(1),
        String(trustedRecords),
        wallSeconds.toFixed(2),
        cpuSeconds.toFixed(2),
        (records / wallSeconds).toFixed(0),
        (bytes / MEGABYTE / wallSeconds).toFixed(1),
        (peakBytes / MEGABYTE).toFixed(0),
        read.toFixed(2),
        (wallSeconds - read - excerpts).toFixed(2),
        excerpts.toFixed(2),
        orDash(growthOf(result, results), 2),
        result.readSeconds.toFixed(2),
        result.parseSeconds.toFixed(2),
      ];
    }),
    notes: [
      `${length.words.toFixed(0)} words a record, about ${length.tokens.toFixed(0)} tokens (4 characters each), tool calls and results included.`,
      'growth: exponent of wall time between this size and the one before; 1 is linear. Rates are over the month alone,',
      'though the trusted month is read as well. plain read and JSON.parse: one thread over the same file from the page',
      'cache. Peak memory is of the whole process, V8 included.',
    ],
  };
}

/**
 * @param {import('./main.mjs').ScanResult} result
 * @param {readonly import('./main.mjs').ScanResult[]} results
 */
function growthOf(result, results) {
  const isAlike = (/** @type {import('./main.mjs').ScanResult} */ other) =>
    other.trustedRecords > 0 === result.trustedRecords > 0 && other.records < result.records;
  const before = results.filter(isAlike).at(-1);
  if (before === undefined) return null;
  return Math.log(result.wallSeconds / before.wallSeconds) / Math.log(result.records / before.records);
}
