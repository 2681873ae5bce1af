/** Items of a list, unless the caller says otherwise. */
export const DEFAULT_LIMIT = 100;

/** Most items of a list (CWE-770). */
export const MAX_LIMIT = 1000;

/** Most rows of ceilings (CWE-770): there is one for each account that did something within its window. */
export const MAX_CEILING_ROWS = 10_000;

/** Highest place of a receipt that can be asked for: beyond any chain, and with room to count on. */
export const MAX_RECEIPT_PLACE: number = 2 ** 52;
