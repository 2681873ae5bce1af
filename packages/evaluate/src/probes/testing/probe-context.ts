import { type Hazard, seededRandom } from '@bezoar/core';
import type { ProbeContext } from '../probe-plugin.ts';

/** What a family is given: no mined phrase, the deep budget. */
export function contextOf(options: { readonly hazards?: readonly Hazard[]; readonly seed?: number }): ProbeContext {
  return { hazards: options.hazards ?? [], mined: [], budget: 'deep', random: seededRandom(options.seed ?? 1) };
}
