import { describeError, type GateBudget, type Hazard, type Random, seededRandom } from '@bezoar/core';
import type { MinedPhrase } from './families/mined/mined-phrase.ts';
import { checkProbe } from './given/check-probe.ts';
import { gatherProbes } from './given/gather-probes.ts';
import type { Probe } from './probe.ts';
import { ProbeError } from './probe-error.ts';

/** What a family of probes may look at. */
export interface ProbeContext {
  readonly hazards: readonly Hazard[];
  readonly mined: readonly MinedPhrase[];
  readonly budget: GateBudget;
  /** The only randomness that a family may use, so that the same seed gives the same probes. */
  readonly random: Random;
}

/** A family of probes that a user adds. Give the same probes for the same context: their digest is what was tested. */
export interface ProbePlugin {
  /** `name@version` is the source of its probes in a report, so change the version with the probes. */
  readonly name: string;
  readonly version: string;
  /** Most telling first: what a budget cannot pay is cut from the end. */
  probes(context: ProbeContext): Iterable<Probe>;
}

/**
 * The probes of a plugin, checked. Throws one `ProbeError` that names every fault, or carries what the plugin threw as its
 * cause; a plugin that never ends is stopped.
 */
export function readPlugin(
  plugin: ProbePlugin,
  context: Omit<ProbeContext, 'random'> & { readonly seed: number | string },
): Probe[] {
  const { seed, ...rest } = context;
  const label = `plugin \`${plugin.name}@${plugin.version}\``;
  try {
    return gatherProbes(label, numbered(plugin.probes({ ...rest, random: seededRandom(`${seed}:${plugin.name}`) })));
  } catch (cause) {
    if (cause instanceof ProbeError) throw cause;
    throw new ProbeError('evaluate/probes-malformed', `${label}: ${describeError(cause)}`, { cause });
  }
}

function* numbered(values: Iterable<unknown>): Iterable<readonly [string, ReturnType<typeof checkProbe>]> {
  let number = 0;
  for (const value of values) yield [`probe ${++number}`, checkProbe(value)];
}
