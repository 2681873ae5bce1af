import { canonicalJson, UsageError } from '@bezoar/core';
import { floatBytes } from '../little-endian.ts';
import { countValues, LENGTH_BYTES, METADATA_KEY, type SafeTensor } from './safe-tensor.ts';

/** Values begin at a multiple of this: the header is filled up with blanks, as the reference implementation does. */
const ALIGN_BYTES = 8;

/**
 * Tensors as a safetensors file of 32-bit floats (Hugging Face, safetensors format, 2022), sorted by name: the bytes that the
 * reference implementation writes for the same tensors. Throws a `UsageError` for a name that stands twice or is reserved, and where
 * a shape is not that of its values.
 */
export function writeSafetensors(
  tensors: readonly SafeTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = tensors.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  // As text: an object would put names that look like numbers first.
  const entries = Object.keys(metadata).length > 0 ? [`"${METADATA_KEY}":${canonicalJson(metadata)}`] : [];
  let offset = 0;
  for (const [at, { name, shape, data }] of sorted.entries()) {
    if (countValues(shape) !== data.length) {
      const sizes = `[${shape.join(', ')}]`;
      throw new UsageError(
        'tiny-lm/tensor',
        `expected \`${name}\` to have the shape ${sizes}, got ${data.length} values`,
      );
    }
    if (name === METADATA_KEY || name === sorted[at - 1]?.name) {
      throw new UsageError('tiny-lm/tensor', `expected a name of its own for each tensor, got \`${name}\` again`);
    }
    const end = offset + data.byteLength;
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [offset, end] })}`);
    offset = end;
  }
  const header = new TextEncoder().encode(`{${entries.join(',')}}`);
  const padded = Math.ceil(header.length / ALIGN_BYTES) * ALIGN_BYTES;
  const file = new Uint8Array(LENGTH_BYTES + padded + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + padded);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded;
  for (const { data } of sorted) {
    file.set(floatBytes(data), at);
    at += data.byteLength;
  }
  return file;
}
