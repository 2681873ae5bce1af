import { type FileHandle, open } from 'node:fs/promises';
import { type DigestStream, sha256Stream } from '@bezoar/core';

/** Bytes that are gathered before they are written. */
const CHUNK_BYTES: number = 1024 * 1024;

/** A file that is written once, from its beginning, in order. Owns a file handle: close it. */
export class OutputFile {
  readonly #file: FileHandle;
  readonly #digest: DigestStream = sha256Stream();
  #chunk: string[] = [];
  #held = 0;
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Starts a new file, or an old one over. */
  static async create(path: string): Promise<OutputFile> {
    return new OutputFile(await open(path, 'w'));
  }

  /** Bytes so far: where the next line begins. */
  get bytes(): number {
    return this.#bytes + this.#held;
  }

  /** Adds a line. Await the result where there is one: the file is then behind. */
  add(line: string): Promise<void> | undefined {
    this.#chunk.push(line, '\n');
    this.#held += Buffer.byteLength(line) + 1;
    return this.#held >= CHUNK_BYTES ? this.#flush() : undefined;
  }

  /** Everything is on disk when this returns. */
  async finish(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.#flush();
    await this.#file.sync();
    return { bytes: this.#bytes, sha256: this.#digest.digest() };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#chunk.join(''), 'utf8');
    this.#chunk = [];
    this.#held = 0;
    this.#bytes += bytes.length;
    this.#digest.update(bytes);
    await this.#file.writeFile(bytes);
  }
}
