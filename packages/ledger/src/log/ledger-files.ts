/** The signed checkpoint of the published tree (C2SP tlog-tiles, "Checkpoints"). */
export const CHECKPOINT_FILE = 'checkpoint';
/** Commits since then. */
export const JOURNAL_FILE = 'journal';
/** The log's public key in text form (C2SP signed-note, "Verifier keys"). */
export const VERIFIER_KEY_FILE = 'verifier-key';

/** Largest checkpoint that is read, bytes: a signed note with a hundred cosignatures takes about 20,000 (CWE-770). */
export const MAX_CHECKPOINT_BYTES = 1_000_000;
/** Largest verifier key that is read, bytes (CWE-770). */
export const MAX_KEY_BYTES = 2048;

const TORN = /^journal\.torn-([1-9][0-9]{0,8})$/;

/** A piece that was cut off the journal, as recovery keeps it. */
export function tornPath(number: number): string {
  return `${JOURNAL_FILE}.torn-${number}`;
}

/** The number of a torn piece, or `undefined` for another name. */
export function tornNumber(name: string): number | undefined {
  const [, number] = TORN.exec(name) ?? [];
  return number === undefined ? undefined : Number(number);
}
