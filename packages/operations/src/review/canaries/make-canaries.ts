import type { ShownRecord } from '../folder/shown-record.ts';
import { CANARY_KINDS, type Canary } from './canary.ts';
import { type CanaryMaterial, plantCanary } from './plant-canary.ts';

/** Records that are tried for each canary that is wanted, before a corpus is given up as unsuitable. */
const TRIES_PER_CANARY = 20;

/**
 * Makes up to `count` canaries of clean records, the kinds in turn, each from a record of its own. Fewer where the records
 * do not lend themselves; the bound then says so. The same records and seed give the same canaries.
 */
export async function makeCanaries(
  clean: AsyncIterable<ShownRecord>,
  count: number,
  material: CanaryMaterial,
): Promise<readonly Canary[]> {
  const canaries = new Map<string, Canary>();
  let tries = 0;
  if (count === 0) return [];
  for await (const base of clean) {
    for (let turn = 0; turn < CANARY_KINDS.length; turn++) {
      const kind = CANARY_KINDS[(canaries.size + turn) % CANARY_KINDS.length]!;
      const canary = plantCanary(base, kind, material);
      if (canary === undefined || canaries.has(canary.record.digest)) continue;
      canaries.set(canary.record.digest, canary);
      break;
    }
    if (canaries.size === count || ++tries >= count * TRIES_PER_CANARY) break;
  }
  return [...canaries.values()];
}
