/** For one question with all its tries, milliseconds: a thousand tokens at ten a second. */
export const DEFAULT_TIMEOUT_MS = 120_000;

/** Longest pause between two pieces of an answer that has begun, milliseconds: it is complete by then, and only sent. */
export const DEFAULT_STALL_MS = 30_000;

/**
 * Largest answer, bytes (CWE-400): a thousand tokens with their 20 most likely ones each, at 150 bytes for each of these,
 * are 3 MB.
 */
export const DEFAULT_MAX_ANSWER_BYTES: number = 8 * 1024 * 1024;

/** Of an answer that says what is wrong, bytes that are read. */
export const MAX_FAULT_BYTES: number = 64 * 1024;
