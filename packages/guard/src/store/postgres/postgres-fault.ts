/** SQLSTATEs of transactions that another one got in the way of: serialization, deadlock, lock timeout. */
const BUSY_STATES = new Set(['40001', '40P01', '55P03']);

/** The SQLSTATE of an error that the server answered with; undefined for a connection that failed. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Whether another transaction was in the way, and this one was certainly undone. */
export function isBusy(error: unknown): boolean {
  return BUSY_STATES.has(sqlState(error) ?? '');
}

/** Whether a connection is of no use any more: it failed, or the server is ending it. */
export function isBroken(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || /^(08|57P|XX)/.test(state);
}
