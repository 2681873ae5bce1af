import { type PastText, STREAM_DEFAULTS, type StreamStatus } from '@bezoar/phrases';
import type { Incident } from '../incident.ts';
import { createTelemetry, type TelemetryOptions } from '../telemetry.ts';
import { createTimeOrder } from './in-time-order.ts';
import type { LogEntry, LogEvent, LogFault } from './log-entry.ts';

/** Faults that are listed; beyond them they are counted. */
export const MAX_FAULTS_LISTED = 100;

/** How a log is searched. */
export interface FindIncidentsOptions extends TelemetryOptions {
  /** An earlier corpus as history, without which the first `minHistory` conversations of the log are it. */
  readonly warm?: Iterable<string | PastText> | AsyncIterable<string | PastText>;
  /** Called after every line. */
  readonly onEntry?: (entry: LogEntry) => void;
}

/** What a log holds. */
export interface LogIncidents {
  readonly incidents: readonly Incident[];
  readonly status: StreamStatus;
  /** Lines that were not read, the first `MAX_FAULTS_LISTED`. */
  readonly faults: readonly LogFault[];
  readonly faultCount: number;
  /** Why silence about the rest of the log means nothing; empty where it was read in full and there was history enough. */
  readonly undecided: readonly string[];
}

/**
 * Finds incidents in the entries of a log. Up to `REORDER_EVENTS` entries may come in any order; in a longer log an entry that
 * comes later than so many younger ones is a fault. A fault, an unread text or too little history makes the result undecided.
 */
export async function findIncidents(
  entries: Iterable<LogEntry> | AsyncIterable<LogEntry>,
  options: FindIncidentsOptions,
): Promise<LogIncidents> {
  const { warm, onEntry, ...telemetryOptions } = options;
  const telemetry = createTelemetry(telemetryOptions);
  if (warm !== undefined) await telemetry.warm(warm);
  const order = createTimeOrder();
  const faults: LogFault[] = [];
  let faultCount = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  const fail = (fault: LogFault): void => {
    faultCount++;
    if (faults.length < MAX_FAULTS_LISTED) faults.push(fault);
  };
  const observe = ({ line, event }: LogEvent): void => {
    if (event.atMs < lastMs) fail({ line, fault: 'it is out of order: sort the log by time' });
    lastMs = Math.max(lastMs, event.atMs);
    telemetry.observe(event);
  };
  for await (const entry of entries) {
    onEntry?.(entry);
    if ('fault' in entry) fail(entry);
    else {
      const due = order.push(entry);
      if (due !== undefined) observe(due);
    }
  }
  for (const entry of order.drain()) observe(entry);
  const status = telemetry.status();
  return {
    incidents: telemetry.incidents(),
    status,
    faults,
    faultCount,
    undecided: undecidedBecause(status, faultCount),
  };
}

function undecidedBecause(status: StreamStatus, faultCount: number): string[] {
  const reasons: string[] = [];
  const { isLearning, conversations, cut, anonymous, displaced } = status;
  if (faultCount > 0) reasons.push(`${faultCount} lines could not be read or were out of order`);
  if (isLearning)
    reasons.push(
      `a history of ${conversations} conversations is too short to call a phrase rare, ${STREAM_DEFAULTS.minHistory} are needed`,
    );
  if (cut > 0) reasons.push(`${cut} texts were longer than is read`);
  if (anonymous > 0) reasons.push(`${anonymous} requests named no account`);
  if (displaced.clusters > 0) reasons.push(`${displaced.clusters} incidents gave way to newer ones`);
  return reasons;
}
