import { BezoarError, describeError } from '@bezoar/core';
import type { Candidate } from './candidates/candidate.ts';
import { homeOf } from './candidates/candidate-store.ts';
import type { Cluster } from './clusters/cluster-book.ts';
import type { Generation } from './counts/history.ts';
import { openSealed, sealBytes } from './hash/seal.ts';
import type { RequestNote } from './sighting.ts';
import type { ResolvedStreamOptions } from './stream-options.ts';
import { createStreamState, type StreamState } from './stream-state.ts';

/** Version of the form below: a change of it is another version, and an older one is refused. */
export const SNAPSHOT_VERSION = 1;
/** `BZPS`, then a word that reads otherwise on a machine of another byte order. */
const MAGIC = 0x53505a42;
const HEADER_BYTES = 16;
const PURPOSE = 'phrase stream';

/**
 * The state as sealed bytes: header (magic, version, length of the text), the text as JSON, the tables. Sketches hold hashes
 * only; candidates hold phrases unless texts are not kept.
 */
export function writeSnapshot(state: StreamState, options: ResolvedStreamOptions): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(plainState(state, options)));
  const tables = tablesOf(state);
  const size = tables.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(HEADER_BYTES + text.length + size);
  new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, SNAPSHOT_VERSION, text.length]);
  bytes.set(text, HEADER_BYTES);
  let at = HEADER_BYTES + text.length;
  for (const table of tables) {
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
    at += table.byteLength;
  }
  return sealBytes(bytes, options.secret, PURPOSE);
}

/**
 * The state of a snapshot. Attacker controls: the bytes, where the snapshot's file is writable to others; nothing of them is
 * read before the tag was found right. Throws a `BezoarError` for anything but a snapshot of this secret, version and size.
 */
export function readSnapshot(given: Uint8Array, options: ResolvedStreamOptions): StreamState {
  const bytes = openSealed(given, options.secret, PURPOSE);
  if (bytes.length < HEADER_BYTES) throw refused(`expected at least ${HEADER_BYTES} bytes, got ${bytes.length}`);
  const [magic, version, length = 0] = new Uint32Array(bytes.buffer, 0, 3);
  if (magic !== MAGIC) throw refused('it is no snapshot of a phrase stream of this byte order');
  if (version !== SNAPSHOT_VERSION) throw refused(`expected version ${SNAPSHOT_VERSION}, got ${version}`);
  // INVARIANT: from here on the bytes are our own: whoever made the tag holds the secret.
  const plain = parsePlain(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length));
  const wanted = JSON.stringify(sizesOf(options));
  if (JSON.stringify(plain.sizes) !== wanted) {
    throw refused(`expected the sizes ${wanted}, got ${JSON.stringify(plain.sizes)}`);
  }
  const state = createStreamState(options);
  let at = HEADER_BYTES + length;
  const tables = tablesOf(state);
  const size = tables.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes.length - at !== size) throw refused(`expected ${size} bytes of tables, got ${bytes.length - at}`);
  for (const table of tables) {
    new Uint8Array(table.buffer, table.byteOffset, table.byteLength).set(bytes.subarray(at, at + table.byteLength));
    at += table.byteLength;
  }
  restore(state, plain);
  return state;
}

interface PlainState {
  readonly sizes: ReturnType<typeof sizesOf>;
  readonly generations: readonly PlainGeneration[];
  readonly turns: number;
  readonly displaced: number;
  readonly tenants: readonly number[];
  readonly totals: StreamState['totals'];
  readonly lastNote: number;
  readonly notes: readonly RequestNote[];
  readonly dropped: readonly [pairs: number, groups: number, clusters: number];
  readonly candidates: readonly PlainCandidate[];
  readonly clusters: readonly PlainCluster[];
  readonly lastCluster: number;
}

type PlainGeneration = Omit<Generation, 'sketch' | 'pairs'> & { readonly filled: number };
type PlainCandidate = Omit<Candidate, 'accounts' | 'bystanders'> & {
  readonly accounts: readonly number[];
  readonly bystanders: readonly number[];
};
type PlainCluster = Omit<Cluster, 'accounts'> & { readonly accounts: readonly number[] };

function plainState(state: StreamState, options: ResolvedStreamOptions): PlainState {
  const { history, ring, store, book } = state;
  return {
    sizes: sizesOf(options),
    generations: [history.current, history.previous].map(({ sketch, pairs: _, ...rest }) => ({
      ...rest,
      filled: sketch.filled,
    })),
    turns: history.turns,
    displaced: state.sightings.displaced,
    tenants: [...state.tenants],
    totals: state.totals,
    lastNote: ring.last,
    notes: ring.notes.filter((note) => note !== undefined),
    dropped: [store.droppedPairs, store.droppedGroups, book.dropped],
    candidates: [store.crowded, store.pairs, store.groups]
      .flatMap((some) => [...some.values()])
      .map((candidate) => ({
        ...candidate,
        accounts: [...candidate.accounts],
        bystanders: [...candidate.bystanders],
      })),
    clusters: [...book.clusters.values()].map((cluster) => ({ ...cluster, accounts: [...cluster.accounts] })),
    lastCluster: book.last,
  };
}

function restore(state: StreamState, plain: PlainState): void {
  const { history, ring, store, book } = state;
  for (const [at, generation] of [history.current, history.previous].entries()) {
    const { filled, ...rest } = plain.generations[at]!;
    Object.assign(generation, rest);
    generation.sketch.filled = filled;
  }
  history.turns = plain.turns;
  state.sightings.displaced = plain.displaced;
  for (const tenant of plain.tenants) state.tenants.add(tenant);
  Object.assign(state.totals, plain.totals);
  ring.last = plain.lastNote;
  for (const note of plain.notes) ring.notes[note.ordinal % ring.size] = note;
  [store.droppedPairs, store.droppedGroups, book.dropped] = plain.dropped;
  for (const one of plain.candidates) {
    const candidate = { ...one, accounts: new Set(one.accounts), bystanders: new Set(one.bystanders) };
    homeOf(store, candidate).set(candidate.key, candidate);
  }
  for (const one of plain.clusters) {
    book.clusters.set(one.number, { ...one, accounts: new Set(one.accounts) });
    for (const { key } of one.grams) book.byGram.set(key, one.number);
  }
  book.last = plain.lastCluster;
}

function parsePlain(text: Uint8Array): PlainState {
  try {
    return JSON.parse(new TextDecoder().decode(text)) as PlainState;
  } catch (cause) {
    throw refused(describeError(cause));
  }
}

function sizesOf({ sketchBits, sightingBits, notes, candidates, keepText }: ResolvedStreamOptions) {
  return { sketchBits, sightingBits, notes, candidates, keepText };
}

function tablesOf({ history, load, sightings }: StreamState): (Uint16Array | Uint32Array)[] {
  const { current, previous } = history;
  return [
    current.sketch.cells,
    current.pairs.words,
    previous.sketch.cells,
    previous.pairs.words,
    load.cells,
    sightings.rows,
  ];
}

function refused(why: string): BezoarError {
  return new BezoarError('phrases/snapshot', `the snapshot is refused: ${why}`);
}
