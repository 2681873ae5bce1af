import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the file that says where each admitted record begins. */
export const LINE_OFFSETS_FILE = 'lines';

const ENTRY_BYTES = 8;
const HELD_ENTRIES = 65_536;

/** Byte offsets of the lines of an admitted corpus, 8 bytes each, and its size at the end. Owns a file handle: close it. */
export class LineOffsets {
  readonly #file: FileHandle;
  readonly #held = Buffer.alloc(HELD_ENTRIES * ENTRY_BYTES);
  #used = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Starts the file of a folder over. */
  static async create(folder: string): Promise<LineOffsets> {
    return new LineOffsets(await open(join(folder, LINE_OFFSETS_FILE), 'w'));
  }

  add(offset: number): Promise<void> | undefined {
    this.#held.writeBigUInt64LE(BigInt(offset), this.#used);
    this.#used += ENTRY_BYTES;
    return this.#used === this.#held.length ? this.#flush() : undefined;
  }

  /** `size`: bytes of the corpus. On disk when this returns. */
  async finish(size: number): Promise<void> {
    await this.add(size);
    await this.#flush();
    await this.#file.sync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    await this.#file.writeFile(this.#held.subarray(0, this.#used));
    this.#used = 0;
  }
}

/** Where line `line` (0-based) of an admitted corpus begins and ends, its newline left out; undefined where there is none. */
export async function lineRange(
  folder: string,
  line: number,
): Promise<{ readonly start: number; readonly end: number } | undefined> {
  const file = await open(join(folder, LINE_OFFSETS_FILE), 'r');
  try {
    const bytes = Buffer.alloc(2 * ENTRY_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, line * ENTRY_BYTES);
    if (bytesRead < bytes.length) return undefined;
    return { start: Number(bytes.readBigUInt64LE(0)), end: Number(bytes.readBigUInt64LE(ENTRY_BYTES)) - 1 };
  } finally {
    await file.close();
  }
}
