import type { RequestNote } from '../sighting.ts';

/** The last requests that brought a rare phrase: what a phrase's first sighting is known by. Bounded; the oldest go first. */
export interface NoteRing {
  readonly size: number;
  readonly notes: (RequestNote | undefined)[];
  /** Ordinal of the newest note; 0 before the first. */
  last: number;
}

/** An empty ring. */
export function createNoteRing(size: number): NoteRing {
  return { size, notes: [], last: 0 };
}

/** Keeps a note under the next ordinal, forgetting the one `size` before it. */
export function keepNote(ring: NoteRing, note: Omit<RequestNote, 'ordinal'>): RequestNote {
  ring.last++;
  const kept: RequestNote = { ...note, ordinal: ring.last };
  ring.notes[ring.last % ring.size] = kept;
  return kept;
}

/** The note with this ordinal, while it is kept. */
export function noteAt(ring: NoteRing, ordinal: number): RequestNote | undefined {
  const note = ring.notes[ordinal % ring.size];
  return note?.ordinal === ordinal ? note : undefined;
}
