import { bytesToFloats } from '../little-endian.ts';
import { parseHeader } from './parse-header.ts';
import type { SafetensorsFile } from './safe-tensor.ts';

/**
 * Reads a safetensors file of 32-bit floats, bit for bit. Throws a `UsageError` (`tiny-lm/safetensors`) where anything about it could be
 * read in two ways: a name that stands twice, an unknown field, another type, bytes that belong to two tensors or to none.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const { tensors, metadata, start } = parseHeader(file);
  return {
    tensors: tensors.map(({ name, shape, begin, end }) => ({
      name,
      shape,
      data: bytesToFloats(file.subarray(start + begin, start + end)),
    })),
    metadata,
  };
}
