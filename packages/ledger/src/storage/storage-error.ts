import { BezoarError, describeError } from '@bezoar/core';

/** No space, quota used up, or file size limit reached. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What went wrong on the disk. */
export type StorageErrorCode = 'ledger/disk-full' | 'ledger/io' | 'ledger/lock-lost';

/** A failed disk operation as a `BezoarError`: `ledger/disk-full` for ENOSPC, EDQUOT and EFBIG, else `ledger/io`. */
export function storageError(doing: string, cause: unknown): BezoarError<StorageErrorCode> {
  if (cause instanceof BezoarError) return cause as BezoarError<StorageErrorCode>;
  const code = errnoOf(cause);
  return FULL.has(code)
    ? new BezoarError('ledger/disk-full', `no space left to ${doing} (${code})`, { cause })
    : new BezoarError('ledger/io', `cannot ${doing}: ${code === '' ? describeError(cause) : code}`, { cause });
}

/** The system's name of an error, such as `ENOENT`, or an empty text. */
export function errnoOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
