import type { Sha256 } from '../digest.ts';
import type { Conversation } from './conversation.ts';
import type { Principal } from './principal.ts';

/** Where a record stands in its input. */
export interface Place {
  /** The path as the user named it, or `-` for standard input. */
  readonly file: string;
  /** 1-based line on which the record begins. */
  readonly line: number;
  /** 1-based byte column, only where a record does not begin its line (a JSON document with several records on one line). */
  readonly column?: number;
}

/** One training example, whatever format it was read from. */
export interface TrainingRecord {
  readonly place: Place;
  /** The record's own `id`, where it has one. Not unique, not trusted. */
  readonly id?: string;
  /** SHA-256 of the record's canonical JSON: the same example has the same digest in every file format and order. */
  readonly digest: Sha256;
  /** The canonical JSON (RFC 8785) that `digest` is the digest of; kept only where a reader is asked to. */
  readonly canonical?: string;
  readonly conversation: Conversation;
  /** `tenant` and `account` are empty strings where the record names none. */
  readonly principal: Principal;
  readonly source?: string;
  readonly createdAt?: string;
  readonly selectedBy?: string;
  readonly rating?: string | number | boolean;
  /** Names of the signals that hold for the record, sorted. */
  readonly signals?: readonly string[];
  /** What may link its account to others, by name. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** Ids or digests of the records that it was generated from. */
  readonly parents?: readonly string[];
  /** The process that generated it. */
  readonly generator?: string;
  /** Part of it was not read: what it teaches is not known in full. */
  readonly isPartial?: true;
}

/** Longest id that names a record in reports, UTF-16 units; a longer one would fill them (CWE-770). */
const MAX_LABEL_LENGTH = 256;

/** The label by which reports name a record: its id, else its place; both where an id repeats. */
export function recordLabel(place: Place, id: string | undefined, idRepeats: boolean): string {
  const where = `${place.file}:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
  if (id === undefined || id.length > MAX_LABEL_LENGTH) return where;
  return idRepeats ? `${id}#${where}` : id;
}
