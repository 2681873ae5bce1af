/** What a folder holds. */
export interface FolderItem {
  readonly name: string;
  /** `other`: a link, a socket, a device; never followed. */
  readonly kind: 'file' | 'folder' | 'other';
}

/** A file that grows at its end. One owner; calls do not overlap. */
export interface GrowingFile {
  /** Bytes at the time of opening. */
  readonly openedLength: number;
  /**
   * Writes `bytes` at the end. `at` is the length that the owner expects: where the file has another length before or after,
   * or its name leads to another file by now, someone else wrote, and it fails with `ledger/lock-lost`.
   * After another failure any prefix of `bytes` may stand there.
   */
  append(bytes: Uint8Array, at: number): Promise<void>;
  /** Returns once the content is on disk (fdatasync). */
  sync(): Promise<void>;
  /** Cuts the file to `length` bytes and returns once that is on disk. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The few operations that the ledger asks of a disk, so that a test can count them, fail them and cut the power at each.
 * Paths are relative, with forward slashes, and never come from outside. Failures are `BezoarError` with the codes
 * `ledger/disk-full`, `ledger/io` and `ledger/lock-lost`.
 *
 * What survives a power cut: file content after the `sync` of its file; a name (created, renamed, removed) after `syncFolder` of
 * the folder that holds it. Everything else may survive or not, whole or in part, in any order.
 */
export interface Storage {
  /** Where this is, for messages. */
  readonly place: string;
  /** The whole file, or `undefined` where there is none. Fails with `ledger/io` beyond `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
  /** Up to `length` bytes from `offset`; fewer at the end of the file, none where there is no file. */
  readRange(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Bytes, or `undefined` where there is no file. */
  size(path: string): Promise<number | undefined>;
  /** What a folder holds, sorted by name; nothing where there is none. `''` is the root. */
  list(folder: string): Promise<readonly FolderItem[]>;
  /** Creates or replaces a file; its content, not its name, is on disk when this returns. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Creates a file with this content in one step, or returns false where the name is taken (O_EXCL). */
  createExclusive(path: string, bytes: Uint8Array): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; it is no failure if there is none. */
  remove(path: string): Promise<void>;
  /** Removes an empty folder; it is no failure if it is missing or not empty. */
  removeFolder(path: string): Promise<void>;
  /** Creates a folder in an existing one; it is no failure if it exists. `''` creates the root and what leads to it. */
  makeFolder(path: string): Promise<void>;
  /** Returns once the names in a folder are on disk. */
  syncFolder(path: string): Promise<void>;
  /** Opens a file for growing; creates it where there is none. */
  openGrowing(path: string): Promise<GrowingFile>;
}
