/** A value of GGUF's metadata (format version 3, ggml documentation). */
export type GgufValue =
  | { readonly type: 'u32' | 'f32' | 'i32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'texts'; readonly value: readonly string[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] };

const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, array: 9 } as const;

/** Bytes in GGUF's order, one after the other. */
export interface GgufBytes {
  u32(value: number): void;
  u64(value: number): void;
  text(value: string): void;
  bytes(value: Uint8Array): void;
  /** Zeros up to a multiple. */
  align(multiple: number): void;
  /** A type, and the value. */
  value(value: GgufValue): void;
  /** Everything so far. */
  joined(): Uint8Array;
}

/** Begins with nothing. */
export function createGgufBytes(): GgufBytes {
  const parts: Uint8Array[] = [];
  let length = 0;
  const bytes = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  const number = (size: number, write: (view: DataView) => void): void => {
    const part = new Uint8Array(size);
    write(new DataView(part.buffer));
    bytes(part);
  };
  const u32 = (value: number): void => number(4, (view) => view.setUint32(0, value, true));
  const i32 = (value: number): void => number(4, (view) => view.setInt32(0, value, true));
  const u64 = (value: number): void => number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  const text = (value: string): void => {
    const encoded = new TextEncoder().encode(value);
    u64(encoded.length);
    bytes(encoded);
  };
  const array = (type: number, count: number): void => {
    u32(TYPES.array);
    u32(type);
    u64(count);
  };
  const value = (given: GgufValue): void => {
    if (given.type === 'texts') {
      array(TYPES.text, given.value.length);
      for (const one of given.value) text(one);
      return;
    }
    if (given.type === 'i32s') {
      array(TYPES.i32, given.value.length);
      for (const one of given.value) i32(one);
      return;
    }
    u32(TYPES[given.type]);
    if (given.type === 'text') text(given.value);
    else if (given.type === 'bool') bytes(Uint8Array.of(given.value ? 1 : 0));
    else if (given.type === 'f32') number(4, (view) => view.setFloat32(0, given.value, true));
    else if (given.type === 'i32') i32(given.value);
    else u32(given.value);
  };
  return {
    u32,
    u64,
    text,
    bytes,
    align: (multiple) => bytes(new Uint8Array((multiple - (length % multiple)) % multiple)),
    value,
    joined: () => {
      const all = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}
