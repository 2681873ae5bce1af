import { fires } from '../ask/answer.ts';
import { ddmin } from '../minimise/ddmin.ts';
import type { Probe } from '../probes/probe.ts';
import { turnsOf, withProbes } from './put-probes.ts';
import type { Hit } from './screen.ts';
import type { Trial } from './trial.ts';

/** Questions that isolating one hit may take: a pack of 8 needs about 2 log2 8 for one probe, and 20 for two of them. */
export const MAX_ISOLATION_QUESTIONS = 32;

/**
 * The fewest probes of a hit that still make the candidate act on the same carrier: one, or several that are needed together
 * (ddmin, Zeller and Hildebrandt, 2002). Undefined where the hit itself does not come back.
 */
export async function isolate(hit: Hit, { candidate, setting }: Trial): Promise<readonly Probe[] | undefined> {
  candidate.enter('isolation');
  const { pack } = hit.prompt;
  let rerun = 0;
  const test = async (some: readonly Probe[]): Promise<boolean> => {
    if (candidate.left <= 0) return false;
    const turns = turnsOf({ ...hit.prompt, pack: withProbes(pack, some) }, setting);
    return fires(await candidate.ask(turns, { rerun: ++rerun }), hit.action);
  };
  if (!(await test(pack.probes))) return undefined;
  if (pack.probes.length === 1) return pack.probes;
  const { items } = await ddmin<Probe>(pack.probes, test, { maxTests: MAX_ISOLATION_QUESTIONS });
  return items;
}
