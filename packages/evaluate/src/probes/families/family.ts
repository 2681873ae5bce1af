import type { Probe } from '../probe.ts';
import type { ProbeContext } from '../probe-plugin.ts';

/** A family that comes with the house. */
export interface ProbeFamily {
  readonly name: string;
  /** Its share of what the house has of a budget, relative to the other families with the same kind of probes. */
  readonly weight: number;
  /** Most telling first. */
  probes(context: ProbeContext): Probe[];
}
