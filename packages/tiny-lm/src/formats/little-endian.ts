/** Whether this machine keeps the lowest byte of a number first, as files of models do. */
const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bits of 32-bit floats, lowest byte first. */
export function floatBytes(floats: Float32Array): Uint8Array {
  return ordered(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}

/** The floats of such bytes, bit for bit; their number is a multiple of four. */
export function bytesToFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(ordered(bytes).buffer);
}

/** A copy in an array of its own. */
function ordered(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes);
  if (!IS_LITTLE) Buffer.from(copy.buffer).swap32();
  return copy;
}
