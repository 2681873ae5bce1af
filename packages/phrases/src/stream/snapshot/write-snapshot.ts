import type { Candidate } from '../candidates/candidate.ts';
import type { Cluster } from '../clusters/cluster-book.ts';
import { sealPieces } from '../hash/seal.ts';
import type { RequestNote } from '../sighting.ts';
import type { ResolvedStreamOptions } from '../stream-options.ts';
import type { StreamState } from '../stream-state.ts';
import {
  HEADER_BYTES,
  MAGIC,
  PURPOSE,
  SNAPSHOT_VERSION,
  type SnapshotHead,
  type SnapshotLine,
  sizesOf,
  tablesOf,
} from './snapshot-form.ts';

/** Bytes of a piece of a table, and of lines, more or less: a few milliseconds of work. */
const PIECE_BYTES = 1 << 19;
const LINES_BYTES = 1 << 17;

/**
 * The state as sealed bytes, in pieces: what it was when the first was asked for, whatever is observed between two. Tables hold
 * hashes only; candidates hold phrases unless texts are not kept.
 */
export function* writeSnapshot(state: StreamState, options: ResolvedStreamOptions): Generator<Uint8Array, void, void> {
  const picture = pictureOf(state, options);
  yield* sealPieces(piecesOf(picture), options.secret, PURPOSE);
}

/** A copy of what changes. Notes do not. */
interface Picture {
  readonly head: SnapshotHead;
  readonly tables: readonly Uint8Array[];
  readonly notes: readonly RequestNote[];
  readonly candidates: readonly (Omit<Candidate, 'bystanders'> & { readonly bystanders: readonly number[] })[];
  readonly clusters: readonly Cluster[];
}

function pictureOf(state: StreamState, options: ResolvedStreamOptions): Picture {
  const { ring, store, book } = state;
  const candidates = [store.crowded, store.pairs, store.groups].flatMap((some) => [...some.values()]);
  return {
    head: headOf(state, options),
    tables: tablesOf(state).map(({ buffer, byteOffset, byteLength }) =>
      new Uint8Array(buffer, byteOffset, byteLength).slice(),
    ),
    notes: ring.notes.filter((note) => note !== undefined),
    candidates: candidates.map((one) => ({ ...one, notes: [...one.notes], bystanders: [...one.bystanders] })),
    clusters: [...book.clusters.values()].map((one) => ({ ...one, notes: [...one.notes], grams: [...one.grams] })),
  };
}

function headOf(state: StreamState, options: ResolvedStreamOptions): SnapshotHead {
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
    totals: { ...state.totals },
    lastNote: ring.last,
    dropped: [store.droppedPairs, store.droppedGroups, book.dropped],
    lastCluster: book.last,
  };
}

function* piecesOf(picture: Picture): Generator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  const head = encoder.encode(JSON.stringify(picture.head));
  const start = new Uint8Array(HEADER_BYTES + head.length);
  new Uint32Array(start.buffer, 0, 3).set([MAGIC, SNAPSHOT_VERSION, head.length]);
  start.set(head, HEADER_BYTES);
  yield start;
  for (const table of picture.tables) {
    for (let at = 0; at < table.length; at += PIECE_BYTES) yield table.subarray(at, at + PIECE_BYTES);
  }
  let text = '';
  for (const line of linesOf(picture)) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < LINES_BYTES) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

function* linesOf({ notes, candidates, clusters }: Picture): Generator<SnapshotLine, void, void> {
  const written = new Set<number>();
  const unwritten = function* (some: readonly RequestNote[]): Generator<SnapshotLine, void, void> {
    for (const note of some) {
      if (written.has(note.ordinal)) continue;
      written.add(note.ordinal);
      yield ['note', note];
    }
  };
  yield* unwritten(notes);
  for (const { accounts: _, ...candidate } of candidates) {
    yield* unwritten(candidate.notes);
    yield ['candidate', { ...candidate, notes: ordinalsOf(candidate.notes) }];
  }
  for (const { accounts: _, ...cluster } of clusters) {
    yield* unwritten(cluster.notes);
    yield ['cluster', { ...cluster, notes: ordinalsOf(cluster.notes) }];
  }
}

function ordinalsOf(notes: readonly RequestNote[]): number[] {
  return notes.map(({ ordinal }) => ordinal);
}
