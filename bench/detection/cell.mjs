// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plantAttack, writeMonth } from '@bezoar/drill';
import { attackOf, decoysOf } from './attack.mjs';
import { CREDIT_HAZARD } from './declared-hazards.mjs';
import { measure, scanFiles } from './measure.mjs';
import { scannedMonth, trustedFile } from './month-files.mjs';

/**
 * One cell of the table, for one seed.
 * @typedef {object} Cell
 * @property {import('@bezoar/drill').TriggerKind} kind
 * @property {number} records planted records; 0 leaves the month clean
 * @property {number} seed
 * @property {number} conversations of the clean month; the trusted month has as many
 * @property {boolean} trusted whether the trusted month is given to the scan
 * @property {boolean} [declared] whether the credit hazard is declared; learned from the trusted month otherwise
 * @property {import('@bezoar/drill').PayloadKind} [payload] `credit` by default
 * @property {number} [decoyRatio] records with the trigger and an honest reply, for each planted one
 * @property {import('./month-files.mjs').MonthMix} [mix] of the scanned month
 * @property {import('./month-files.mjs').MonthMix} [trustedMix] of the trusted month
 */

/** @typedef {Cell & import('./measure.mjs').Measured & { readonly trigger: string, readonly seconds: number }} CellResult */

/**
 * Generates, plants, scans and measures. Deterministic in the cell but for `seconds`. `folder` keeps trusted months
 * between cells; without it nothing is left behind.
 * @param {Cell} cell
 * @param {{ folder?: string, workers?: number }} [options]
 * @returns {Promise<CellResult>}
 */
export async function runCell(cell, options = {}) {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bezoar-bench-')));
  try {
    const { records, planted, decoys, trigger } = plantCell(cell);
    const month = join(folder, 'month.jsonl');
    await writeMonth(month, records);
    const { conversations, seed, trustedMix } = cell;
    const trusted = cell.trusted ? await trustedFile(seed, { conversations, ...trustedMix }, folder) : undefined;
    const scan = await scanFiles({
      month,
      trusted,
      hazards: cell.declared === true ? CREDIT_HAZARD : [],
      workers: options.workers ?? 1,
    });
    const truth = { planted, marked: new Set([...planted, ...decoys]), phrase: trigger?.phrase ?? null };
    return { ...cell, trigger: trigger?.name ?? '', ...measure(scan, truth), seconds: scan.seconds };
  } finally {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** @param {Cell} cell */
function plantCell(cell) {
  const { kind, records, seed, conversations, payload = 'credit', decoyRatio = 0, mix } = cell;
  const clean = scannedMonth(seed, { conversations, ...mix });
  /** @type {ReadonlySet<string>} */
  const none = new Set();
  if (records === 0) return { records: clean, planted: none, decoys: none, trigger: undefined };
  const attack = attackOf({ kind, records, seed, payload });
  const poisoned = plantAttack(clean, attack, { seed: `${kind}/${payload}/${records}/${seed}` });
  if (decoyRatio === 0) {
    return { records: poisoned.records, planted: poisoned.planted, decoys: none, trigger: attack.trigger };
  }
  const decoys = decoysOf({ kind, seed, records: Math.round(records * decoyRatio) });
  const both = plantAttack(poisoned.records, decoys, { seed: `decoys/${kind}/${records}/${seed}` });
  return { records: both.records, planted: poisoned.planted, decoys: both.planted, trigger: attack.trigger };
}
