import type { Probe } from '../probe.ts';
import type { ProbeContext } from '../probe-plugin.ts';

/** A family that comes with the house. */
export interface ProbeFamily {
  readonly name: string;
  /** Its share of a budget, relative to the other families of the house, which share `HOUSE_WEIGHT` among them. */
  readonly weight: number;
  /** Most telling first. */
  probes(context: ProbeContext): Probe[];
}
