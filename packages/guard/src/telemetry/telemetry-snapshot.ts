import { BezoarError, describeError } from '@bezoar/core';
import { openSealed, sealPieces } from '@bezoar/phrases';
import type { LiftIncident } from './incident.ts';
import { createLiftState, type LiftState } from './lift/lift-monitor.ts';
import type { LiftSeries } from './lift/lift-series.ts';
import type { ModelVersion } from './model-versions.ts';
import type { WatchedPhrase } from './watched-phrases.ts';

/** Version of the form below; an older one is refused. */
export const TELEMETRY_SNAPSHOT_VERSION = 2;
const PURPOSE = 'guard telemetry';
const HEADER_BYTES = 8;

/** What telemetry remembers apart from the phrase stream. */
export interface TelemetryState {
  readonly versions: ModelVersion[];
  readonly watched: Map<string, WatchedPhrase>;
  readonly lift: LiftState;
}

/** Telemetry that has seen nothing. */
export function createTelemetryState(): TelemetryState {
  return { versions: [], watched: new Map(), lift: createLiftState() };
}

interface PlainTelemetry {
  readonly versions: readonly ModelVersion[];
  readonly watched: readonly (Omit<WatchedPhrase, 'accounts' | 'actions'> & {
    readonly accounts: readonly number[];
    readonly actions: readonly string[];
  })[];
  readonly actions: readonly string[];
  readonly intents: readonly string[];
  readonly series: readonly (readonly [string, LiftSeries])[];
  readonly incidents: readonly LiftIncident[];
  readonly testsBegun: number;
  readonly day: number;
}

/**
 * The state and the sealed stream as sealed bytes, in pieces: version, length of the JSON, the JSON, the day's filter, the stream.
 * All of it is as when the first piece is asked for.
 */
export function* sealTelemetry(
  state: TelemetryState,
  stream: Iterable<Uint8Array>,
  secret: Uint8Array,
): Generator<Uint8Array, void, void> {
  yield* sealPieces(piecesOf(state, stream), secret, PURPOSE);
}

function* piecesOf(state: TelemetryState, stream: Iterable<Uint8Array>): Generator<Uint8Array, void, void> {
  const { versions, watched, lift } = state;
  const plain: PlainTelemetry = {
    versions,
    watched: [...watched.values()].map((met) => ({ ...met, accounts: [...met.accounts], actions: [...met.actions] })),
    actions: lift.actions,
    intents: lift.intents,
    series: [...lift.series],
    incidents: [...lift.incidents.values()],
    testsBegun: lift.testsBegun,
    day: lift.once.day,
  };
  const text = new TextEncoder().encode(JSON.stringify(plain));
  const filter = new Uint8Array(lift.once.words.buffer);
  const start = new Uint8Array(HEADER_BYTES + text.length + filter.length);
  const view = new DataView(start.buffer);
  view.setUint32(0, TELEMETRY_SNAPSHOT_VERSION, true);
  view.setUint32(4, text.length, true);
  start.set(text, HEADER_BYTES);
  start.set(filter, HEADER_BYTES + text.length);
  // The stream is asked for its first piece, and with it for its picture, before anything of this is handed out.
  const pieces = stream[Symbol.iterator]();
  let next = pieces.next();
  yield start;
  for (; next.done !== true; next = pieces.next()) yield next.value;
}

/** The reverse of `sealTelemetry`. Throws a `BezoarError` for bytes that were not sealed under this secret, or of another version. */
export function openTelemetry(
  sealed: Uint8Array,
  secret: Uint8Array,
): { readonly state: TelemetryState; readonly stream: Uint8Array } {
  const bytes = openSealed(sealed, secret, PURPOSE);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes.length < HEADER_BYTES ? 0 : view.getUint32(0, true);
  if (version !== TELEMETRY_SNAPSHOT_VERSION) {
    throw refused(`expected version ${TELEMETRY_SNAPSHOT_VERSION}, got ${version}`);
  }
  // INVARIANT: from here on the bytes are our own: whoever sealed them holds the secret.
  const from = HEADER_BYTES + view.getUint32(4, true);
  const plain = parsePlain(bytes.subarray(HEADER_BYTES, from));
  const state = createTelemetryState();
  const filter = state.lift.once.words;
  new Uint8Array(filter.buffer).set(bytes.subarray(from, from + filter.byteLength));
  state.versions.push(...plain.versions);
  for (const met of plain.watched) {
    state.watched.set(met.phrase, { ...met, accounts: new Set(met.accounts), actions: new Set(met.actions) });
  }
  state.lift.actions.push(...plain.actions);
  state.lift.intents.push(...plain.intents);
  for (const [key, series] of plain.series) state.lift.series.set(key, series);
  for (const incident of plain.incidents) state.lift.incidents.set(incident.id, incident);
  state.lift.testsBegun = plain.testsBegun;
  state.lift.once.day = plain.day;
  return { state, stream: bytes.subarray(from + filter.byteLength) };
}

function parsePlain(text: Uint8Array): PlainTelemetry {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as PlainTelemetry;
  } catch (cause) {
    throw refused(describeError(cause));
  }
}

function refused(why: string): BezoarError {
  return new BezoarError('guard/telemetry-state', `the saved state is refused: ${why}`);
}
