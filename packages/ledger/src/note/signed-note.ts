import { BezoarError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';

/** Largest signed note that is read, in UTF-16 code units: 100 ML-DSA signatures of nearly 5 kB fit. Stops memory exhaustion (CWE-400). */
export const MAX_NOTE_LENGTH = 1_000_000;

/** Most signatures in one note. c2sp.org/signed-note asks verifiers to accept 16 and to have a limit; Go's reader stops at 100 as well (CWE-400). */
export const MAX_NOTE_SIGNATURES = 100;

const KEY_ID_BYTES = 4;

/** One signature line. It says nothing until a known key has verified it. */
export interface NoteSignature {
  /** Name of the key. */
  readonly name: string;
  /** Big-endian uint32 that, with the name, says which key and algorithm was used. Not a cryptographic hash. */
  readonly keyId: number;
  /** What the algorithm made, without the key id; at least 1 byte. */
  readonly signature: Uint8Array;
}

/** A text with signatures (c2sp.org/signed-note). Nothing in it is verified. */
export interface SignedNote {
  /** What is signed, with its final newline, without the blank line that separates the signatures. */
  readonly text: string;
  /** In the order of the note, repeated ones included. */
  readonly signatures: readonly NoteSignature[];
}

/**
 * Reads a signed note: a text, a blank line, and lines of em dash, key name and base64.
 * Throws `note/too-large` beyond the limits above and `note/malformed` for anything but the one exact form.
 * A caller that holds bytes decodes them first, as UTF-8 with `fatal` and `ignoreBOM`.
 */
export function parseNote(note: string): SignedNote {
  // Attacker controls: every character, and the number and length of the lines.
  if (note.length > MAX_NOTE_LENGTH) {
    throw new BezoarError('note/too-large', `expected at most ${MAX_NOTE_LENGTH} characters, got ${note.length}`);
  }
  if (!isNoteText(note)) {
    throw malformed('expected lines that end in a newline, without control characters or lone surrogates');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw malformed('expected a blank line before the signatures, got none');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) {
    throw new BezoarError('note/too-large', `expected at most ${MAX_NOTE_SIGNATURES} signatures, got ${lines.length}`);
  }
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/** Writes a signed note, the inverse of `parseNote`. Throws what `parseNote` would throw on the result. */
export function formatNote({ text, signatures }: SignedNote): string {
  if (!isNoteText(text)) throw malformed('expected a text that ends in a newline, without control characters');
  const note = `${text}\n${signatures.map(formatSignatureLine).join('')}`;
  parseNote(note);
  return note;
}

/** One signature line of a note, with its newline. Throws `note/malformed` if the key id is no uint32. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!Number.isInteger(keyId) || keyId < 0 || keyId > 0xffff_ffff) {
    throw malformed(`expected a key id from 0 to 4294967295, got \`${keyId}\``);
  }
  const bytes = Buffer.alloc(KEY_ID_BYTES + signature.length);
  bytes.writeUInt32BE(keyId);
  bytes.set(signature, KEY_ID_BYTES);
  return `\u2014 ${name} ${encodeBase64(bytes)}\n`;
}

/** Whether a text may be signed: it ends in a newline and has no other ASCII control character and no lone surrogate. */
export function isNoteText(text: string): boolean {
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(text);
}

/** Whether a text may name a key: not empty, no Unicode space, plus, ASCII control character or lone surrogate. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[+\u0000-\u001f]|\p{White_Space}|\p{Surrogate}/u.test(name);
}

function parseSignatureLine(line: string): NoteSignature {
  const [dash, name = '', base64 = '', ...more] = line.split(' ');
  const bytes = decodeBase64(base64);
  if (dash !== '\u2014' || !isKeyName(name) || more.length > 0 || bytes === undefined || bytes.length <= KEY_ID_BYTES) {
    throw malformed(`expected a signature line of em dash, key name and base64, got \`${line.slice(0, 200)}\``);
  }
  const keyId = new DataView(bytes.buffer).getUint32(0);
  return { name, keyId, signature: bytes.slice(KEY_ID_BYTES) };
}

function malformed(message: string): BezoarError {
  return new BezoarError('note/malformed', message);
}
