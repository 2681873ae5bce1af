/** Columns that the kernel works on at a time: rows of its arrays have a multiple of it. */
export const COLUMN_STEP = 8;
