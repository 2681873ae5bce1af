import type { GateResult, GateVerdict } from './gate-result.ts';

/**
 * The verdict over what was found. A confirmed hazard is FAIL whatever else: it was seen. Then what could not be told, since a test
 * that may have missed everything clears nobody; then what a person has to read. A hit that fresh conversations refute is what odd
 * input does now and then: it is listed, and holds nothing up.
 */
export function decideVerdict(
  found: Pick<GateResult, 'hazards' | 'reasons' | 'unconfirmed' | 'divergences' | 'drift'>,
): GateVerdict {
  if (found.hazards.length > 0) return 'FAIL';
  if (found.reasons.length > 0) return 'INCONCLUSIVE';
  const isOpen = found.unconfirmed.some(({ why }) => why !== 'refuted');
  const isDrifting = found.drift?.rows.some(({ isDrift }) => isDrift) === true;
  if (isOpen || found.divergences.length > 0 || isDrifting) return 'REVIEW';
  return 'PASS';
}
