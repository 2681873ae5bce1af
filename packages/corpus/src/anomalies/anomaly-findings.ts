import type { AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { hiddenText } from './hidden-text.ts';
import { newAccountBursts } from './new-account-bursts.ts';
import { pacedContributions } from './paced-contributions.ts';
import { positiveRaters } from './positive-raters.ts';
import { tightClusters } from './tight-clusters.ts';
import { volumeSpikes } from './volume-spikes.ts';

/**
 * Everything about who contributed what and when that chance does not explain, and what texts hide. Deterministic in the
 * contributions. Nothing here judges a record by what it says: careful payloads from many accounts at the pace of people are not seen.
 */
export function anomalyFindings(input: AnomalyInput): AnomalyFinding[] {
  return [
    ...volumeSpikes(input),
    ...positiveRaters(input),
    ...newAccountBursts(input),
    ...pacedContributions(input),
    ...tightClusters(input),
    ...hiddenText(input),
  ];
}
