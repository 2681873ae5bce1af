import { describeError, type JsonObject, parseStrictJson, UsageError } from '@bezoar/core';
import { listFaults } from '../list-faults.ts';
import { countValues, LENGTH_BYTES, METADATA_KEY } from './safe-tensor.ts';

/**
 * Longest header that is read, in bytes. The reference implementation reads 100 MB; a large tiny-lm has one of 9 kB, and parsing what a
 * stranger wrote should not take a second (CWE-400).
 */
export const MAX_HEADER_BYTES: number = 1 << 20;

/** Sizes of a shape at most. Real tensors have up to five. */
const MAX_SIZES = 8;

/** Where a tensor's values lie, in bytes from the end of the header. */
export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What a header says, in the order of the values. */
export interface SafetensorsHeader {
  readonly tensors: readonly TensorPlace[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the values begin in the file. */
  readonly start: number;
}

/** Reads the header of a file, and checks that its tensors cover the rest without gap or overlap. Throws a `UsageError`. */
export function parseHeader(file: Uint8Array): SafetensorsHeader {
  // Attacker controls: file.
  const { header, start } = headerOf(file);
  const faults: string[] = [];
  const tensors: TensorPlace[] = [];
  let metadata: Readonly<Record<string, string>> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA_KEY) metadata = textsOf(value, faults);
    else tensors.push(...placeOf(name, value, faults));
  }
  if (faults.length > 0) throw malformed(listFaults(faults));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(tensors, file.length - start);
  return { tensors, metadata, start };
}

function headerOf(file: Uint8Array): { readonly header: JsonObject; readonly start: number } {
  if (file.length < LENGTH_BYTES) throw malformed(`expected at least ${LENGTH_BYTES} bytes, got ${file.length}`);
  const length = new DataView(file.buffer, file.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw malformed(`expected a header of at most ${MAX_HEADER_BYTES} bytes, got ${length}`);
  }
  const start = LENGTH_BYTES + Number(length);
  if (start > file.length) throw malformed(`expected a file of at least ${start} bytes, got ${file.length}`);
  const bytes = file.subarray(LENGTH_BYTES, start);
  // The format allows blanks behind the header, nothing before it, and no other white space at its ends.
  const end = bytes.findLastIndex((byte) => byte !== 0x20);
  if (bytes[0] !== 0x7b || bytes[end] !== 0x7d)
    throw malformed('expected the header to be one object, with blanks behind');
  try {
    const limits = { maxBytes: MAX_HEADER_BYTES, maxDepth: 3 };
    return { header: parseStrictJson(bytes.subarray(0, end + 1), limits) as JsonObject, start };
  } catch (cause) {
    throw malformed(`header: ${describeError(cause)}`, cause);
  }
}

function textsOf(value: unknown, faults: string[]): Readonly<Record<string, string>> {
  const isTexts = isObject(value) && Object.values(value).every((one) => typeof one === 'string');
  if (!isTexts) faults.push(`expected \`${METADATA_KEY}\` to hold texts`);
  return isTexts ? (value as Readonly<Record<string, string>>) : {};
}

/** The place of a tensor, or a fault. */
function placeOf(name: string, value: unknown, faults: string[]): readonly TensorPlace[] {
  const fault = (what: string): [] => {
    faults.push(`tensor \`${name.slice(0, 80)}\`: ${what}`);
    return [];
  };
  if (!isObject(value)) return fault('expected an object');
  const { dtype, shape, data_offsets: offsets, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) return fault(`unknown field \`${other.slice(0, 80)}\``);
  if (dtype !== 'F32') return fault(`expected values of type F32, got \`${String(dtype).slice(0, 80)}\``);
  if (!areSizes(shape) || shape.length > MAX_SIZES)
    return fault(`expected a shape of at most ${MAX_SIZES} whole numbers`);
  if (!areSizes(offsets) || offsets.length !== 2) return fault('expected two offsets that are whole numbers');
  const [begin, end] = offsets as readonly [number, number];
  const bytes = 4 * countValues(shape);
  if (end - begin !== bytes) return fault(`expected ${bytes} bytes for its shape, got ${end - begin}`);
  return [{ name, shape, begin, end }];
}

function checkCover(tensors: readonly TensorPlace[], bytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== covered) {
      throw malformed(
        `expected tensor \`${name.slice(0, 80)}\` to begin at byte ${covered}, got ${begin}: a gap or an overlap`,
      );
    }
    covered = end;
  }
  if (covered !== bytes) throw malformed(`expected ${covered} bytes of values, got ${bytes}`);
}

function areSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(what: string, cause?: unknown): UsageError {
  return new UsageError('tiny-lm/safetensors', `not a safetensors file that can be read: ${what}`, { cause });
}
