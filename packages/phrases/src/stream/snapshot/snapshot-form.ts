import type { Candidate } from '../candidates/candidate.ts';
import type { Cluster } from '../clusters/cluster-book.ts';
import type { Generation } from '../counts/history.ts';
import type { RequestNote } from '../sighting.ts';
import type { ResolvedStreamOptions } from '../stream-options.ts';
import type { StreamState } from '../stream-state.ts';

/** Version of the form below: a change of it is another version, and an older one is refused. */
export const SNAPSHOT_VERSION = 2;
/** `BZPS`, then a word that reads otherwise on a machine of another byte order. */
export const MAGIC = 0x53505a42;
/** Magic, version, length of the head, nothing. */
export const HEADER_BYTES = 16;
/** What a snapshot is sealed for. */
export const PURPOSE = 'phrase stream';

/**
 * A snapshot is the header, the head as JSON, the tables, and a line of JSON for each note, candidate and cluster: short pieces,
 * whose size no limit of a string bounds. A note is a line before the first that refers to it, by its ordinal.
 */
export type SnapshotLine =
  | readonly ['note', RequestNote]
  | readonly ['candidate', PlainCandidate]
  | readonly ['cluster', PlainCluster];

/** Options that a state depends on. */
export type StreamSizes = Pick<
  ResolvedStreamOptions,
  'sketchBits' | 'sightingBits' | 'notes' | 'candidates' | 'keepText'
>;

/** What is one of a kind. */
export interface SnapshotHead {
  readonly sizes: StreamSizes;
  readonly generations: readonly PlainGeneration[];
  readonly turns: number;
  readonly displaced: number;
  readonly tenants: readonly number[];
  readonly totals: StreamState['totals'];
  readonly lastNote: number;
  readonly dropped: readonly [pairs: number, groups: number, clusters: number];
  readonly lastCluster: number;
}

type PlainGeneration = Omit<Generation, 'sketch' | 'pairs'> & { readonly filled: number };

/** Its accounts are those of its notes. */
export type PlainCandidate = Omit<Candidate, 'accounts' | 'bystanders' | 'notes'> & {
  readonly notes: readonly number[];
  readonly bystanders: readonly number[];
};

/** Its accounts are those of its notes. */
export type PlainCluster = Omit<Cluster, 'accounts' | 'notes'> & { readonly notes: readonly number[] };

/** What a state must agree in with the options that it is read for. */
export function sizesOf(options: ResolvedStreamOptions): StreamSizes {
  const { sketchBits, sightingBits, notes, candidates, keepText } = options;
  return { sketchBits, sightingBits, notes, candidates, keepText };
}

/** Every table of a state, in the order in which they are written. */
export function tablesOf({ history, load, sightings }: StreamState): (Uint16Array | Uint32Array)[] {
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
