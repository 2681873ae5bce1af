import type { WatchedIncident } from './incident.ts';
import type { TelemetryEvent } from './telemetry-event.ts';

const MAX_ACCOUNTS = 64;
const MAX_ACTIONS = 16;

/** What is remembered of a watched phrase that was met. */
export interface WatchedPhrase {
  readonly id: string;
  readonly phrase: string;
  readonly accounts: Set<number>;
  isSaturated: boolean;
  requests: number;
  readonly actions: Set<string>;
  readonly firstSeenAtMs: number;
  lastSeenAtMs: number;
}

/** Takes a request with a watched phrase into account. */
export function addWatched(
  met: Map<string, WatchedPhrase>,
  phrase: string,
  { event, account, id }: { readonly event: TelemetryEvent; readonly account: number | undefined; readonly id: string },
): WatchedIncident {
  const known = met.get(phrase) ?? {
    id,
    phrase,
    accounts: new Set<number>(),
    isSaturated: false,
    requests: 0,
    actions: new Set<string>(),
    firstSeenAtMs: event.atMs,
    lastSeenAtMs: event.atMs,
  };
  met.set(phrase, known);
  known.requests++;
  known.lastSeenAtMs = Math.max(known.lastSeenAtMs, event.atMs);
  if (event.action !== undefined && known.actions.size < MAX_ACTIONS) known.actions.add(event.action.slice(0, 128));
  if (account !== undefined && !known.accounts.has(account)) {
    if (known.accounts.size < MAX_ACCOUNTS) known.accounts.add(account);
    else known.isSaturated = true;
  }
  return describeWatched(known);
}

/** A watched phrase as an incident. */
export function describeWatched(met: WatchedPhrase): WatchedIncident {
  return {
    kind: 'watched',
    id: met.id,
    phrase: met.phrase,
    accounts: met.accounts.size,
    isSaturated: met.isSaturated,
    requests: met.requests,
    actions: [...met.actions].sort(),
    firstSeenAtMs: met.firstSeenAtMs,
    firstAlertAtMs: met.firstSeenAtMs,
    lastSeenAtMs: met.lastSeenAtMs,
  };
}
