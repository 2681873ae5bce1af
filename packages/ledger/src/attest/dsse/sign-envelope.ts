import type { KeyObject } from 'node:crypto';
import { UsageError } from '@bezoar/core';
import { decodeBase64, encodeBase64 } from '../../encoding/base64.ts';
import { MAX_STATEMENT_BYTES, STATEMENT_MEDIA_TYPE } from '../statement/statement.ts';
import { checkedEnvelope, type Envelope } from './envelope.ts';
import { preAuthEncoding } from './pae.ts';
import { dsseKeyId, signBytes } from './signing-key.ts';

/**
 * Signs the exact bytes of an in-toto statement (DSSE v1.0). The key is private, Ed25519 or P-256; its id is written as
 * a hint. Throws `dsse/unsupported-key`, and `dsse/too-large` for more bytes than a statement may have.
 */
export function signEnvelope(statementBytes: Uint8Array, key: KeyObject, keyId: string = dsseKeyId(key)): Envelope {
  if (statementBytes.length > MAX_STATEMENT_BYTES) {
    const message = `expected at most ${MAX_STATEMENT_BYTES} bytes, got ${statementBytes.length}`;
    throw new UsageError('dsse/too-large', message);
  }
  const unsigned = { payload: encodeBase64(statementBytes), payloadType: STATEMENT_MEDIA_TYPE, signatures: [] };
  return withSignature(unsigned, statementBytes, key, keyId);
}

/** The envelope with one more signature, over the same bytes and type. Throws as `signEnvelope`, or `dsse/malformed`. */
export function coSignEnvelope(envelope: Envelope, key: KeyObject, keyId: string = dsseKeyId(key)): Envelope {
  const { payload } = checkedEnvelope(envelope);
  return withSignature(envelope, decodeBase64(payload) as Uint8Array, key, keyId);
}

function withSignature(envelope: Envelope, payload: Uint8Array, key: KeyObject, keyid: string): Envelope {
  const sig = encodeBase64(signBytes(preAuthEncoding(envelope.payloadType, payload), key));
  return checkedEnvelope({ ...envelope, signatures: [...envelope.signatures, { sig, keyid }] });
}
