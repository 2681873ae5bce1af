export { checkDestination } from './check/check-destination.ts';
export { DEFAULT_EGRESS_BUDGET } from './egress-budget.ts';
export { createEgressFetch } from './egress-fetch.ts';
export {
  egressLimits,
  MAX_PATH_LENGTH,
  MAX_PATH_SEGMENTS,
  MAX_QUERY_LENGTH,
  MAX_QUERY_PARAMETERS,
  MAX_QUERY_VALUE_LENGTH,
  MAX_SEGMENT_LENGTH,
  MAX_URL_BITS,
} from './egress-limits.ts';
export { EgressFailed, EgressRefused } from './egress-refused.ts';

export type { DestinationCheck, DestinationRequest } from './check/check-destination.ts';
export type { EgressBudgetOptions } from './egress-budget.ts';
export type { EgressFetch, EgressOptions, EgressRefusalEvent } from './egress-fetch.ts';
export type { EgressLimits } from './egress-limits.ts';
export type { EgressFailure, EgressRefusal } from './egress-refused.ts';
export type { HostAddress, ResolveHost } from './exchange/resolve-checked.ts';
