import { BezoarError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { isNoteText } from './signed-note.ts';

/** What a log states about itself (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Name of the log. */
  readonly origin: string;
  /** Leaves in the tree: 0 to 2^53 - 1. */
  readonly size: number;
  /** Root of the tree of this size: 32 bytes. */
  readonly root: Uint8Array;
  /** Lines that mean nothing to a verifier; absent if there are none. */
  readonly extensions?: readonly string[];
}

/** Writes a checkpoint as the text of a note. Throws what `parseCheckpoint` would throw on the result. */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  const broken = lines.find((line) => line.includes('\n'));
  if (broken !== undefined) throw malformed(`expected a line without a line break, got \`${broken}\``);
  const text = `${lines.join('\n')}\n`;
  parseCheckpoint(text);
  return text;
}

/**
 * Reads the text of a checkpoint's note, without signatures. Throws `checkpoint/malformed` for anything but the one
 * exact form. What it returns is a claim: only `openCheckpoint` tells who made it.
 */
export function parseCheckpoint(text: string): Checkpoint {
  // Attacker controls: every character.
  if (!isNoteText(text)) throw malformed('expected lines that end in a newline, without control characters');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length < 3) throw malformed(`expected at least 3 lines, got ${lines.length}`);
  if (lines.includes('')) throw malformed(`expected no empty line, got one at line ${lines.indexOf('') + 1}`);
  const [origin = '', size = '', root = '', ...extensions] = lines;
  const hash = decodeBase64(root);
  if (hash?.length !== HASH_BYTES) {
    throw malformed(`expected a root hash of ${HASH_BYTES} bytes in base64, got \`${root.slice(0, 200)}\``);
  }
  const checkpoint = { origin, size: parseTreeNumber(size, 'a tree size'), root: hash };
  return extensions.length === 0 ? checkpoint : { ...checkpoint, extensions };
}

/**
 * Reads a size or an index: ASCII decimal without sign or leading zeroes, at most 2^53 - 1.
 * Throws `checkpoint/malformed`; `what` names the number in the message.
 */
export function parseTreeNumber(text: string, what: string): number {
  const value = /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) {
    throw malformed(`expected ${what} from 0 to ${Number.MAX_SAFE_INTEGER}, got \`${text.slice(0, 200)}\``);
  }
  return value;
}

function malformed(message: string): BezoarError {
  return new BezoarError('checkpoint/malformed', message);
}
