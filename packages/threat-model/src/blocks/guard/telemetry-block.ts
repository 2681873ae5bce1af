import { count } from '../../shape/number.ts';
import { optional } from '../../shape/record.ts';
import type { Shape } from '../../shape/shape.ts';
import { type ControlKeys, controlBlock } from '../control-block.ts';

/** When a phrase that recurs before requests becomes an incident. */
export interface TelemetryBlock extends ControlKeys {
  readonly accounts?: number;
  readonly tenants?: number;
}

/**
 * Distinct accounts that make an incident, unless the document says otherwise: 3. One account may repeat itself, and two
 * may quote each other; three that have nothing else in common share a source.
 */
export const DEFAULT_TELEMETRY_ACCOUNTS = 3;

/** Distinct tenants that make an incident, unless the document says otherwise: 2, since the jargon of one tenant is no sign. */
export const DEFAULT_TELEMETRY_TENANTS = 2;

/** Most accounts or tenants that may be waited for: each one before the alert has had the action already. */
export const MAX_TELEMETRY_PRINCIPALS = 64;

/** Shape of `guard/telemetry`. */
export const TELEMETRY_BLOCK: Shape<TelemetryBlock> = controlBlock<Omit<TelemetryBlock, keyof ControlKeys>>(
  'guard/telemetry',
  {
    accounts: optional(
      count(2, MAX_TELEMETRY_PRINCIPALS),
      'Distinct accounts that use a phrase before it is an incident. Default: 3.',
    ),
    tenants: optional(
      count(1, MAX_TELEMETRY_PRINCIPALS),
      'Distinct tenants that use a phrase before it is an incident; 1 where there is only one. Default: 2.',
    ),
  },
);
