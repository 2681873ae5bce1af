import { BezoarError, describeError } from '@bezoar/core';
import { homeOf } from '../candidates/candidate-store.ts';
import { openSealed } from '../hash/seal.ts';
import type { RequestNote } from '../sighting.ts';
import type { ResolvedStreamOptions } from '../stream-options.ts';
import { createStreamState, type StreamState } from '../stream-state.ts';
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

const NEWLINE = 0x0a;

/**
 * The state of a snapshot. Attacker controls: the bytes, where the snapshot's file is writable to others; nothing of them is
 * read before the tag was found right. Throws a `BezoarError` for anything but a snapshot of this secret, version and size.
 */
export function readSnapshot(given: Uint8Array, options: ResolvedStreamOptions): StreamState {
  const bytes = openSealed(given, options.secret, PURPOSE);
  if (bytes.length < HEADER_BYTES) throw refused(`expected at least ${HEADER_BYTES} bytes, got ${bytes.length}`);
  // A copy: the bytes may begin anywhere in a buffer, and words may not. A Node buffer's `slice` is none.
  const [magic, version, length = 0] = new Uint32Array(new Uint8Array(bytes.subarray(0, HEADER_BYTES)).buffer);
  if (magic !== MAGIC) throw refused('it is no snapshot of a phrase stream of this byte order');
  if (version !== SNAPSHOT_VERSION) throw refused(`expected version ${SNAPSHOT_VERSION}, got ${version}`);
  // INVARIANT: from here on the bytes are our own: whoever made the tag holds the secret.
  const head = parsed(bytes.subarray(HEADER_BYTES, HEADER_BYTES + length)) as SnapshotHead;
  const wanted = JSON.stringify(sizesOf(options));
  if (JSON.stringify(head.sizes) !== wanted) {
    throw refused(`expected the sizes ${wanted}, got ${JSON.stringify(head.sizes)}`);
  }
  const state = createStreamState(options);
  const lines = readTables(state, bytes.subarray(HEADER_BYTES + length));
  restoreHead(state, head);
  restoreLines(state, lines);
  return state;
}

/** Returns what follows the tables. */
function readTables(state: StreamState, bytes: Uint8Array): Uint8Array {
  const tables = tablesOf(state);
  const size = tables.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (bytes.length < size) throw refused(`expected ${size} bytes of tables, got ${bytes.length}`);
  let at = 0;
  for (const table of tables) {
    new Uint8Array(table.buffer, table.byteOffset, table.byteLength).set(bytes.subarray(at, at + table.byteLength));
    at += table.byteLength;
  }
  return bytes.subarray(size);
}

function restoreHead(state: StreamState, head: SnapshotHead): void {
  const { history, ring, store, book } = state;
  for (const [at, generation] of [history.current, history.previous].entries()) {
    const { filled, ...rest } = head.generations[at]!;
    Object.assign(generation, rest);
    generation.sketch.filled = filled;
  }
  history.turns = head.turns;
  state.sightings.displaced = head.displaced;
  for (const tenant of head.tenants) state.tenants.add(tenant);
  Object.assign(state.totals, head.totals);
  ring.last = head.lastNote;
  [store.droppedPairs, store.droppedGroups, book.dropped] = head.dropped;
  book.last = head.lastCluster;
}

function restoreLines({ ring, store, book }: StreamState, bytes: Uint8Array): void {
  const known = new Map<number, RequestNote>();
  const notesOf = (ordinals: readonly number[]): RequestNote[] => ordinals.map((ordinal) => known.get(ordinal)!);
  const accountsOf = (notes: readonly RequestNote[]): Set<number> => new Set(notes.map(({ accountKey }) => accountKey));
  let end = 0;
  for (let at = 0; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(NEWLINE, at);
    const [kind, one] = parsed(bytes.subarray(at, end)) as SnapshotLine;
    if (kind === 'note') {
      known.set(one.ordinal, one);
      // Older ones are kept by what refers to them.
      if (one.ordinal > ring.last - ring.size) ring.notes[one.ordinal % ring.size] = one;
    } else if (kind === 'candidate') {
      const notes = notesOf(one.notes);
      const candidate = { ...one, notes, accounts: accountsOf(notes), bystanders: new Set(one.bystanders) };
      homeOf(store, candidate).set(candidate.key, candidate);
    } else {
      const notes = notesOf(one.notes);
      book.clusters.set(one.number, { ...one, notes, accounts: accountsOf(notes) });
      for (const { key } of one.grams) book.byGram.set(key, one.number);
    }
  }
}

function parsed(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(text));
  } catch (cause) {
    throw refused(describeError(cause));
  }
}

function refused(why: string): BezoarError {
  return new BezoarError('phrases/snapshot', `the snapshot is refused: ${why}`);
}
