import { BezoarError, parseStrictJson } from '@bezoar/core';
import { decodeBase64 } from '../../encoding/base64.ts';
import { arrayAt, type Faults, listFaults, objectAt, onlyKeys, textAt } from '../encoding/field-faults.ts';
import { MAX_STATEMENT_BYTES } from '../statement/statement.ts';

/** Signatures that one envelope may carry. Each is tried with each key: stops quadratic work (CWE-407). */
export const MAX_SIGNATURES = 32;

/** Largest envelope or bundle, in bytes: the largest statement in base64, and room for its signatures. */
export const MAX_ENVELOPE_BYTES: number = Math.ceil(MAX_STATEMENT_BYTES / 3) * 4 + 65_536;

/** Longest signature, in base64 characters: a P-256 signature takes 96; room for every algorithm that is read. */
const MAX_SIGNATURE_LENGTH = 1024;

const MAX_TYPE_LENGTH = 512;
const MAX_KEY_ID_LENGTH = 512;

/** One signature of an envelope. `keyid` is a hint that nobody signed: never a reason to trust. */
export interface EnvelopeSignature {
  readonly sig: string;
  readonly keyid?: string;
}

/** A signed payload (DSSE v1.0). Attacker controls: everything in it, until `verifyEnvelope` accepts it. */
export interface Envelope {
  /** Standard base64. */
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly EnvelopeSignature[];
}

/**
 * Reads the JSON form of a DSSE v1.0 envelope: within the limits, strict base64, no unknown field, one signature at
 * least. Verifies nothing. Throws `dsse/malformed`, naming all the faults at once.
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  return checkedEnvelope(readJson(bytes));
}

/** JSON within the limits of an envelope. Throws `dsse/malformed`. */
export function readJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes, { maxBytes: MAX_ENVELOPE_BYTES, maxDepth: 8 });
  } catch (cause) {
    if (!(cause instanceof BezoarError)) throw cause;
    throw new BezoarError('dsse/malformed', `envelope: ${cause.message}`, { cause });
  }
}

/** The value, once every field of an envelope was checked. Throws `dsse/malformed`. */
export function checkedEnvelope(value: unknown): Envelope {
  const faults: Faults = [];
  const envelope = objectAt(value, 'envelope', faults);
  if (envelope !== undefined) {
    onlyKeys(envelope, ['payload', 'payloadType', 'signatures'], 'envelope', faults);
    textAt(envelope.payloadType, MAX_TYPE_LENGTH, 'payloadType', faults);
    base64At(envelope.payload, MAX_ENVELOPE_BYTES, 'payload', faults);
    const signatures = arrayAt(envelope.signatures, 1, MAX_SIGNATURES, 'signatures', faults);
    for (const [index, item] of signatures.entries()) checkSignature(item, `signatures[${index}]`, faults);
  }
  if (faults.length > 0) throw new BezoarError('dsse/malformed', listFaults(faults));
  return envelope as unknown as Envelope;
}

function checkSignature(value: unknown, at: string, faults: Faults): void {
  const signature = objectAt(value, at, faults);
  if (signature === undefined) return;
  onlyKeys(signature, ['sig', 'keyid'], at, faults);
  base64At(signature.sig, MAX_SIGNATURE_LENGTH, `${at}.sig`, faults);
  // An empty key id stands for an absent one (DSSE v1.0, data structure).
  if (signature.keyid !== undefined && signature.keyid !== '') {
    textAt(signature.keyid, MAX_KEY_ID_LENGTH, `${at}.keyid`, faults);
  }
}

function base64At(value: unknown, max: number, at: string, faults: Faults): void {
  if (textAt(value, max, at, faults) && decodeBase64(value) === undefined) {
    faults.push(`${at}: expected standard base64 with padding`);
  }
}
