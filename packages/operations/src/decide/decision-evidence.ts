import { BezoarError, describeError } from '@bezoar/core';

/** Media type of a decision as the ledger keeps it: the signed text and its signatures. */
export const DECISION_MEDIA_TYPE = 'application/vnd.bezoar.decision+json';

/** Most bytes of a decision with its signatures. */
const MAX_BYTES: number = 4 * 1024 * 1024;

/** A decision and who signed it, as evidence of the ledger. */
export interface SignedDecision {
  /** Exactly what was signed. */
  readonly statement: Uint8Array;
  readonly signatures: readonly string[];
}

/** The bytes that the evidence store keeps. */
export function encodeSignedDecision({ statement, signatures }: SignedDecision): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(statement);
  return Buffer.from(JSON.stringify({ statement: text, signatures }));
}

/** Undoes `encodeSignedDecision`. Throws `decide/malformed`. Attacker controls: the bytes, where the digest is not checked. */
export function parseSignedDecision(bytes: Uint8Array): SignedDecision {
  if (bytes.length > MAX_BYTES) throw malformed(`expected at most ${MAX_BYTES} bytes, got ${bytes.length}`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    throw malformed(describeError(error));
  }
  const { statement, signatures } = (value ?? {}) as { statement?: unknown; signatures?: unknown };
  if (
    typeof statement !== 'string' ||
    !Array.isArray(signatures) ||
    !signatures.every((one) => typeof one === 'string')
  ) {
    throw malformed('expected a statement and a list of signatures');
  }
  return { statement: Buffer.from(statement, 'utf8'), signatures };
}

function malformed(message: string): BezoarError {
  return new BezoarError('decide/malformed', message);
}
