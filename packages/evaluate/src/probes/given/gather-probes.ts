import type { Probe } from '../probe.ts';
import { ProbeError } from '../probe-error.ts';
import { MAX_GIVEN_PROBES, MAX_LISTED_FAULTS } from '../probe-limits.ts';
import type { CheckedProbe } from './check-probe.ts';

/**
 * The probes among what was checked, each under the name of its place. Throws one `ProbeError` that lists the faults of
 * all, at most `MAX_LISTED_FAULTS`; more than `MAX_GIVEN_PROBES` are a fault too, and the rest is not read.
 */
export function gatherProbes(from: string, checked: Iterable<readonly [place: string, CheckedProbe]>): Probe[] {
  const probes: Probe[] = [];
  const faults: string[] = [];
  let count = 0;
  for (const [place, item] of checked) {
    count++;
    if (count > MAX_GIVEN_PROBES) {
      faults.unshift(`more than ${MAX_GIVEN_PROBES} probes`);
      break;
    }
    if ('probe' in item) probes.push(item.probe);
    else faults.push(...item.faults.map((fault) => `${place}: ${fault}`));
  }
  if (faults.length === 0) return probes;
  const more = faults.length - MAX_LISTED_FAULTS;
  throw new ProbeError(
    'evaluate/probes-malformed',
    `${from}: ${faults.slice(0, MAX_LISTED_FAULTS).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  );
}
