import { BezoarError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../encoding/base64.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { isTreeSize, MAX_PROOF_HASHES } from '../merkle/tree-size.ts';
import { parseTreeNumber } from '../note/checkpoint.ts';
import { MAX_NOTE_LENGTH, parseNote } from '../note/signed-note.ts';

/** An offline-verifiable proof that an entry is in a log (c2sp.org/tlog-proof). Nothing in it is verified. */
export interface TlogProof {
  /** Zero-based place of the entry in the log. */
  readonly index: number;
  /** Inclusion proof, from the leaf's sibling up: 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
  /** The log's signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Bytes for the application, not authenticated by anything; absent if there are none. */
  readonly extra?: Uint8Array;
}

/** Most extra data, in bytes: its line stays under the 64 KiB that Go's line reader takes (CWE-400). */
export const MAX_EXTRA_BYTES = 32_768;

/** Largest proof file that is read, in bytes: a note in UTF-8, extra data in base64, and 63 hashes with the other lines (CWE-400). */
export const MAX_TLOG_PROOF_BYTES: number = 3 * MAX_NOTE_LENGTH + 4 * Math.ceil(MAX_EXTRA_BYTES / 3) + 4096;

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';

/** Writes a proof file, usually named `.tlog-proof`. Throws what `parseTlogProof` would throw on the result. */
export function formatTlogProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  if (!isTreeSize(index)) throw malformed(`expected an index from 0 to ${Number.MAX_SAFE_INTEGER}, got \`${index}\``);
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [EXTRA + encodeBase64(extra)]),
    `${INDEX}${index}`,
    ...hashes.map(encodeBase64),
    '',
    checkpoint,
  ];
  const text = lines.join('\n');
  parseTlogProof(text);
  return text;
}

/**
 * Reads a proof file. Throws `proof/too-large` and `proof/malformed`, and for the note in it what `parseNote` throws.
 * What is returned is a claim: `verifyTlogProof` tells whether it is true.
 */
export function parseTlogProof(file: string | Uint8Array): TlogProof {
  // Attacker controls: every byte of the file.
  const bytes = typeof file === 'string' ? Buffer.byteLength(file) : file.length;
  if (bytes > MAX_TLOG_PROOF_BYTES) {
    throw new BezoarError('proof/too-large', `expected at most ${MAX_TLOG_PROOF_BYTES} bytes, got ${bytes}`);
  }
  const text = typeof file === 'string' ? file : decodeUtf8(file);
  const split = text.indexOf('\n\n');
  if (split < 0) throw malformed('expected a blank line before the checkpoint, got none');
  const checkpoint = text.slice(split + 2);
  parseNote(checkpoint);
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) throw malformed(`expected \`${HEADER}\` on the first line, got \`${excerpt(header)}\``);
  const extra = lines[0]?.startsWith(EXTRA) ? parseExtra(lines.shift()!) : undefined;
  const indexLine = lines.shift();
  if (!indexLine?.startsWith(INDEX)) throw malformed(`expected an index line, got \`${excerpt(indexLine)}\``);
  const index = parseIndex(indexLine.slice(INDEX.length));
  if (lines.length > MAX_PROOF_HASHES) {
    throw new BezoarError('proof/too-large', `expected at most ${MAX_PROOF_HASHES} hashes, got ${lines.length}`);
  }
  const proof = { index, hashes: lines.map(parseHash), checkpoint };
  return extra === undefined ? proof : { ...proof, extra };
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new BezoarError('proof/malformed', 'expected UTF-8', { cause });
  }
}

function parseExtra(line: string): Uint8Array {
  const extra = decodeBase64(line.slice(EXTRA.length));
  if (extra === undefined || extra.length === 0) {
    throw malformed(`expected extra data in base64, got \`${excerpt(line)}\``);
  }
  if (extra.length > MAX_EXTRA_BYTES) {
    throw new BezoarError('proof/too-large', `expected at most ${MAX_EXTRA_BYTES} extra bytes, got ${extra.length}`);
  }
  return extra;
}

function parseIndex(text: string): number {
  try {
    return parseTreeNumber(text, 'an index');
  } catch (cause) {
    throw new BezoarError('proof/malformed', (cause as Error).message, { cause });
  }
}

function parseHash(line: string): Uint8Array {
  const hash = decodeBase64(line);
  if (hash?.length !== HASH_BYTES) {
    throw malformed(`expected a hash of ${HASH_BYTES} bytes in base64, got \`${excerpt(line)}\``);
  }
  return hash;
}

function excerpt(line = ''): string {
  return line.slice(0, 200);
}

function malformed(message: string): BezoarError {
  return new BezoarError('proof/malformed', message);
}
