// @ts-check
import { join } from 'node:path';
import { generateMonth, writeMonth } from '@bezoar/drill';

/** The trusted month, and the month after it. */
const TRUSTED_MONTH = '2026-09';
const SCANNED_MONTH = '2026-10';
/** Months kept in memory; the cells of one seed share two. */
const KEPT_MONTHS = 3;

/** @typedef {Omit<import('@bezoar/drill').MonthOptions, 'seed' | 'month'>} MonthMix */

/** @type {Map<string, readonly import('@bezoar/drill').LarkfieldRecord[]>} */
const generated = new Map();
/** @type {Map<string, string>} */
const written = new Map();

/**
 * The clean month of a seed.
 * @param {number} seed
 * @param {MonthMix} mix
 */
export function scannedMonth(seed, mix) {
  return month({ ...mix, seed: `month-${seed}`, month: SCANNED_MONTH });
}

/**
 * The file of a seed's trusted month: another seed, the calendar month before, the same world. Written once a folder.
 * @param {number} seed
 * @param {MonthMix} mix
 * @param {string} folder
 */
export async function trustedFile(seed, mix, folder) {
  const options = { ...mix, seed: `trusted-${seed}`, month: TRUSTED_MONTH };
  const key = JSON.stringify([folder, options]);
  const known = written.get(key);
  if (known !== undefined) return known;
  const path = join(folder, `trusted-${written.size}.jsonl`);
  await writeMonth(path, month(options));
  written.set(key, path);
  return path;
}

/** @param {import('@bezoar/drill').MonthOptions} options */
function month(options) {
  const key = JSON.stringify(options);
  const known = generated.get(key);
  if (known !== undefined) return known;
  const records = [...generateMonth(options)];
  generated.set(key, records);
  for (const oldest of generated.keys()) {
    if (generated.size <= KEPT_MONTHS) break;
    generated.delete(oldest);
  }
  return records;
}
