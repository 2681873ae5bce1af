import { decodeFrame, FRAME_MAGIC, frameEnd, MAX_JOURNAL_BYTES, type PlacedFrame } from './frame.ts';

/** What a journal holds. Nothing in it is verified beyond the frames' own digests. */
export interface JournalContent {
  /** The good frames from the start, without a gap. */
  readonly frames: readonly PlacedFrame[];
  /** Bytes of those frames. */
  readonly goodBytes: number;
  /**
   * `complete`: nothing follows. `torn`: an incomplete or damaged last frame follows, as a crash in the middle of a commit
   * leaves it. `corrupt`: damage stands before a later good frame, which no crash explains.
   */
  readonly state: 'complete' | 'torn' | 'corrupt';
}

/** Most bytes hashed in search of a good frame behind damage; beyond, the journal counts as corrupt (CWE-407). No undamaged frame is
 * hashed twice in it, so that twice the largest journal is enough for an accident. */
const MAX_SEARCH_BYTES: number = 2 * MAX_JOURNAL_BYTES;

/** Splits a journal into frames. Never throws. */
// Attacker controls: all bytes.
export function readFrames(journal: Uint8Array): JournalContent {
  const frames: PlacedFrame[] = [];
  let goodBytes = 0;
  while (goodBytes < journal.length) {
    const frame = decodeFrame(journal, goodBytes);
    if (frame === undefined) break;
    frames.push(frame);
    goodBytes = frame.end;
  }
  if (goodBytes === journal.length) return { frames, goodBytes, state: 'complete' };
  return { frames, goodBytes, state: hasLaterFrame(journal, goodBytes) ? 'corrupt' : 'torn' };
}

function hasLaterFrame(journal: Uint8Array, from: number): boolean {
  const bytes = Buffer.from(journal.buffer, journal.byteOffset, journal.length);
  let searched = 0;
  for (let at = bytes.indexOf(FRAME_MAGIC, from + 1); at >= 0; at = bytes.indexOf(FRAME_MAGIC, at + 1)) {
    const end = frameEnd(bytes, at);
    if (end === undefined) continue;
    searched += end - at;
    if (searched > MAX_SEARCH_BYTES || decodeFrame(journal, at) !== undefined) return true;
  }
  return false;
}
