import { UsageError } from '@bezoar/core';
import {
  createNameHasher,
  createPhraseStream,
  type PastText,
  type PhraseStreamOptions,
  type StreamStatus,
} from '@bezoar/phrases';
import type { Incident } from './incident.ts';
import { LIFT_ALPHA, observeLift } from './lift/lift-monitor.ts';
import { countVersion } from './model-versions.ts';
import { describePhraseIncident, factsOf } from './phrase-incident.ts';
import type { TelemetryEvent } from './telemetry-event.ts';
import { createTelemetryState, openTelemetry, sealTelemetry } from './telemetry-snapshot.ts';
import { addWatched, describeWatched } from './watched-phrases.ts';

/** How telemetry is set up. */
export interface TelemetryOptions extends PhraseStreamOptions {
  /** Phrases that are known already, from the corpus scan or the gate: one request with one of them is an incident. */
  readonly watch?: readonly string[];
  /** Chance of any false alarm of the lift detector over its whole life; `LIFT_ALPHA` by default. */
  readonly liftAlpha?: number;
}

/** What one event led to. */
export interface TelemetryObservation {
  /** Incidents that it began or extended. */
  readonly incidents: readonly Incident[];
  /** Part of the text was beyond the limits and was not read: telemetry is undecided about it. */
  readonly isCut: boolean;
}

/** A warmed-up watch over requests for high-value actions. */
export interface Telemetry {
  /** Attacker controls: the text and, through the model, the intent. Never throws for what they hold. */
  observe(event: TelemetryEvent): TelemetryObservation;
  /**
   * Counts the texts of a corpus as history. Only of one from before the data that the model was trained on, or of one that
   * passed the scan: a planted phrase that is counted here looks familiar later. Returns how many were counted.
   */
  warm(texts: Iterable<string | PastText> | AsyncIterable<string | PastText>): Promise<number>;
  /** Every incident so far, by the time of its first alert. */
  incidents(): Incident[];
  status(): StreamStatus;
  /**
   * Everything remembered when the first piece is asked for, sealed under the secret: after a restart nothing is lost. In pieces
   * of at most about half a megabyte: a host that decides must not be still while hundreds of them are written.
   */
  saveState(): Iterable<Uint8Array>;
}

/**
 * Starts telemetry, or goes on from the bytes of `saveState`, joined: those of another secret, of other memory sizes, or changed ones throw
 * a `BezoarError`. The same events in the same order under the same secret give the same incidents.
 */
export function createTelemetry(options: TelemetryOptions, saved?: Uint8Array): Telemetry {
  const { watch = [], liftAlpha = LIFT_ALPHA, ...streamOptions } = options;
  if (!(liftAlpha > 0 && liftAlpha < 1)) {
    throw new UsageError('guard/telemetry', `expected \`liftAlpha\` between 0 and 1, got ${liftAlpha}`);
  }
  const { state, stream: snapshot } =
    saved === undefined ? { state: createTelemetryState(), stream: undefined } : openTelemetry(saved, options.secret);
  const stream = createPhraseStream(streamOptions, { watch, ...(snapshot === undefined ? {} : { snapshot }) });
  const names = createNameHasher(options.secret);

  return {
    observe: (event) => {
      if (!Number.isFinite(event.atMs)) {
        throw new UsageError('guard/telemetry', `expected a time in milliseconds, got ${event.atMs}`);
      }
      const { text, atMs, account, tenant, action, model } = event;
      const isRequest = action !== undefined;
      if (model !== undefined) countVersion(state.versions, model.slice(0, 128), atMs, isRequest);
      const observed = stream.observe({ text, atMs, account, tenant, isRequest, facts: factsOf(event) });
      const key = account === '' ? undefined : names.account(tenant, account);
      const incidents: Incident[] = observed.clusters.map((cluster) => describePhraseIncident(cluster, state.versions));
      for (const phrase of observed.watched) {
        incidents.push(addWatched(state.watched, phrase, { event, account: key, id: names.id(`watched ${phrase}`) }));
      }
      incidents.push(...observeLift(state.lift, event, key, liftAlpha));
      return { incidents, isCut: observed.isCut };
    },
    warm: async (texts) => {
      let count = 0;
      for await (const text of texts) {
        stream.warm(typeof text === 'string' ? { text } : text);
        count++;
      }
      return count;
    },
    incidents: () =>
      [
        ...stream.clusters().map((cluster) => describePhraseIncident(cluster, state.versions)),
        ...[...state.watched.values()].map(describeWatched),
        ...state.lift.incidents.values(),
      ].sort(byFirstAlert),
    status: () => stream.status(),
    saveState: () => sealTelemetry(state, stream.save(), options.secret),
  };
}

function byFirstAlert(a: Incident, b: Incident): number {
  if (a.firstAlertAtMs !== b.firstAlertAtMs) return a.firstAlertAtMs - b.firstAlertAtMs;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
