import { createHash } from 'node:crypto';
import { UsageError } from '@bezoar/core';
import type { LogEntry } from '@bezoar/guard/telemetry';

/** Requests of a history that are remembered, 16 bytes of hash each; of more, only the first are recognised (CWE-770). */
const MAX_REQUESTS = 1_000_000;

/** The requests of a history, by which a log that overlaps it is recognised however it was compressed or cut. */
export interface HistoryRequests {
  remember(entry: LogEntry): void;
  /** Throws `guard/history-is-log` for a request that the history holds: as its own history a log holds nothing new. */
  refuse(entry: LogEntry): void;
}

/** Makes an empty one. */
export function createHistoryRequests(): HistoryRequests {
  const known = new Set<string>();
  return {
    remember: (entry) => {
      const key = requestKey(entry);
      if (key !== undefined && known.size < MAX_REQUESTS) known.add(key);
    },
    refuse: (entry) => {
      const key = requestKey(entry);
      if (key === undefined || !known.has(key)) return;
      throw new UsageError(
        'guard/history-is-log',
        `the history holds the request in line ${entry.line} of the log: as its own history a log holds nothing new; ` +
          'name what is older with `--warm`',
      );
    },
  };
}

/** Undefined for what is no request: ordinary conversations may be the same in both, as greetings are. */
function requestKey(entry: LogEntry): string | undefined {
  if ('fault' in entry || entry.event.action === undefined) return undefined;
  const { account, tenant, atMs, text } = entry.event;
  const request = JSON.stringify([account, tenant, atMs, entry.event.action, text]);
  return createHash('sha256').update(request).digest('base64url').slice(0, 22);
}
