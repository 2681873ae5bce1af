import { storeCorrupt, storeUnusable } from '../rows/store-fault.ts';

/** Whether another connection was in the way: `SQLITE_BUSY` and its extended codes, and `SQLITE_LOCKED`. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)(_|$)/.test(codeOf(error));
}

/** Says of a file what is wrong with it; any other error stays what it is. */
export function explainFileFault(error: unknown): unknown {
  const code = codeOf(error);
  if (/^SQLITE_(NOTADB|CORRUPT)(_|$)/.test(code))
    return storeCorrupt('the file is no SQLite database, or a damaged one', error);
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)(_|$)/.test(code)) {
    return storeUnusable('the database cannot be written to: the guard must count what it allows', error);
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
