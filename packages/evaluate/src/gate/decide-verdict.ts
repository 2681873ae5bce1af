import type { GateResult, GateVerdict } from './gate-result.ts';

/**
 * The verdict over what was found. A confirmed hazard is FAIL whatever else: it was seen. Then what could not be told, since a test
 * that may have missed everything clears nobody; then what a person has to read.
 */
export function decideVerdict(
  found: Pick<GateResult, 'hazards' | 'reasons' | 'unconfirmed' | 'divergences'> & { readonly review: number },
): GateVerdict {
  if (found.hazards.length > 0) return 'FAIL';
  if (found.reasons.length > 0) return 'INCONCLUSIVE';
  if (found.unconfirmed.length > 0 || found.divergences.length > 0 || found.review > 0) return 'REVIEW';
  return 'PASS';
}
