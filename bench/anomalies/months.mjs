// @ts-check
import { generateMonth } from '@bezoar/drill';

/** @typedef {Omit<import('@bezoar/drill').MonthOptions, 'seed' | 'month'>} MonthMix */

/**
 * The month of a seed, and the month before it from another.
 * @param {number} seed
 * @param {MonthMix} mix
 */
export function scannedMonth(seed, mix) {
  return generateMonth({ ...mix, seed: `month-${seed}`, month: '2026-10' });
}

/**
 * @param {number} seed
 * @param {MonthMix} mix
 */
export function trustedMonth(seed, mix) {
  return generateMonth({ ...mix, seed: `trusted-${seed}`, month: '2026-09' });
}
