import { isUtf8 } from 'node:buffer';
import type { Place } from '@bezoar/core';
import { type ParsedRecord, parseRecord } from '../parse-record.ts';
import type { ResolvedReadOptions } from '../read/read-options.ts';
import type { Problem, Unreadable } from '../unreadable.ts';
import { describeJsonError } from './json-error.ts';

const NUL = 0x00;
const CR = 0x0d;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
/** Longest incomplete UTF-8 sequence. */
const MAX_PARTIAL_CHARACTER_BYTES = 3;

/** Whether bytes hold JSON white space only. */
export function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== CR && byte !== 0x09 && byte !== 0x0a) return false;
  return true;
}

/**
 * Parses the bytes of one record. Undefined for a blank line. `isCut`: the bytes are the end of a file without a final
 * newline, so that a parse failure means a truncated file. Throws nothing. Attacker controls: the bytes.
 */
export function parseJsonText(
  bytes: Buffer,
  place: Place,
  { limits, fields, keepsText }: ResolvedReadOptions,
  isCut: boolean,
): ParsedRecord | Unreadable | undefined {
  const first = bytes[0];
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY && isBlank(bytes)) return undefined;
  if (!isUtf8(bytes)) return { file: place.file, line: place.line, ...(isCut && isCutText(bytes) ? CUT : NOT_UTF8) };
  const json = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { file: place.file, line: place.line, ...(isCut ? CUT : diagnose(bytes, error)) };
  }
  return parseRecord(value, place, limits, json, fields, keepsText);
}

function diagnose(bytes: Buffer, error: unknown): Problem {
  if (bytes.includes(NUL)) return { code: 'binary', reason: 'it holds NUL bytes: binary data' };
  const reason = describeJsonError(error);
  const inner = bytes.indexOf(CR);
  const isOldMac = inner >= 0 && !isBlank(bytes.subarray(inner));
  return { code: 'not-json', reason: isOldMac ? `${reason}; lone carriage returns do not end a line` : reason };
}

function isCutText(bytes: Buffer): boolean {
  for (let cut = 1; cut <= MAX_PARTIAL_CHARACTER_BYTES; cut++) {
    const lead = bytes[bytes.length - cut];
    if (lead !== undefined && lead >= 0xc2 && lead <= 0xf4) return isUtf8(bytes.subarray(0, bytes.length - cut));
  }
  return false;
}

const CUT: Problem = { code: 'truncated', reason: 'the file ends in the middle of a record' };
const NOT_UTF8: Problem = { code: 'not-utf8', reason: 'it is not valid UTF-8' };
