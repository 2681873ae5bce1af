// @ts-check
import { createTelemetry } from '@bezoar/guard/telemetry';

/** @typedef {import('./events.mjs').TelemetryEvent} TelemetryEvent */

/** A fixed secret, so that a figure can be repeated. */
export const SECRET = Uint8Array.from({ length: 32 }, (_, at) => (at * 73 + 41) & 0xff);

/**
 * Telemetry that has the past for its history.
 * @param {readonly TelemetryEvent[]} past
 * @param {Partial<import('@bezoar/guard/telemetry').TelemetryOptions>} options
 */
export async function warmed(past, options = {}) {
  // A corpus of fewer conversations than telemetry asks for by default is used all the same, and the table says so.
  const telemetry = createTelemetry({ secret: SECRET, minHistory: Math.min(5000, past.length), ...options });
  await telemetry.warm(
    past.map(({ text, account, tenant, action }) => ({ text, account, tenant, isRequest: action !== undefined })),
  );
  return telemetry;
}

/**
 * Feeds events in the order of their times; returns CPU milliseconds.
 * @param {import('@bezoar/guard/telemetry').Telemetry} telemetry
 * @param {readonly TelemetryEvent[]} events
 * @param {(event: TelemetryEvent, incidents: readonly import('@bezoar/guard/telemetry').Incident[]) => void} [onEvent]
 */
export function feed(telemetry, events, onEvent) {
  const started = process.cpuUsage();
  for (const event of events.toSorted((a, b) => a.atMs - b.atMs)) {
    const { incidents } = telemetry.observe(event);
    onEvent?.(event, incidents);
  }
  const used = process.cpuUsage(started);
  return (used.user + used.system) / 1000;
}
