import { BezoarError, canonicalJson, UsageError } from '@bezoar/core';
import { type Faults, listFaults, objectAt, onlyKeys, textAt } from '../encoding/field-faults.ts';
import { checkedEnvelope, type Envelope, readJson } from './envelope.ts';
import { type EnvelopeVerdict, type TrustedKey, verifyEnvelope } from './verify-envelope.ts';

/** Media type of a Sigstore bundle v0.3. */
export const BUNDLE_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

const MAX_HINT_LENGTH = 512;

/** A Sigstore bundle v0.3 that is verified with a public key: an envelope, and which key it asks for. */
export interface Bundle {
  readonly mediaType: typeof BUNDLE_MEDIA_TYPE;
  readonly verificationMaterial: {
    readonly publicKey: { readonly hint: string };
    /** Always empty: bezoar's own ledger proves inclusion, beside the bundle. */
    readonly tlogEntries: readonly [];
  };
  readonly dsseEnvelope: Envelope;
}

/**
 * Wraps an envelope that carries one signature, as the format asks for, with its key id as the hint. Throws
 * `dsse/malformed`, and `dsse/not-bundled` for an envelope with several signatures or without a key id.
 */
export function createBundle(envelope: Envelope): Bundle {
  const { signatures } = checkedEnvelope(envelope);
  const hint = signatures[0]?.keyid;
  if (signatures.length !== 1 || hint === undefined || hint === '') {
    throw new UsageError('dsse/not-bundled', `expected 1 signature with a key id, got ${signatures.length} signatures`);
  }
  return {
    mediaType: BUNDLE_MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint }, tlogEntries: [] },
    dsseEnvelope: envelope,
  };
}

/** The file's bytes: canonical JSON (RFC 8785) in UTF-8. */
export function bundleBytes(bundle: Bundle): Uint8Array {
  return new TextEncoder().encode(canonicalJson(bundle));
}

/**
 * Reads a Sigstore bundle v0.3 that names a public key. Certificates, timestamps and entries of a transparency log are
 * refused rather than skipped: a reader would take them for verified. Empty ones, which other writers leave there, are
 * dropped. Throws `dsse/malformed`, with all the faults.
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  const faults: Faults = [];
  const bundle = objectAt(readJson(bytes), 'bundle', faults);
  if (bundle === undefined) throw new BezoarError('dsse/malformed', listFaults(faults));
  onlyKeys(bundle, ['mediaType', 'verificationMaterial', 'dsseEnvelope'], 'bundle', faults);
  if (bundle.mediaType !== BUNDLE_MEDIA_TYPE) faults.push(`mediaType: expected \`${BUNDLE_MEDIA_TYPE}\``);
  const hint = hintOf(bundle.verificationMaterial, faults);
  if (faults.length > 0 || hint === undefined) throw new BezoarError('dsse/malformed', listFaults(faults));
  const dsseEnvelope = checkedEnvelope(bundle.dsseEnvelope);
  if (dsseEnvelope.signatures.length !== 1) {
    throw new BezoarError(
      'dsse/malformed',
      `signatures: expected 1 in a bundle, got ${dsseEnvelope.signatures.length}`,
    );
  }
  const verificationMaterial = { publicKey: { hint }, tlogEntries: [] } as const;
  return { mediaType: BUNDLE_MEDIA_TYPE, verificationMaterial, dsseEnvelope };
}

function hintOf(value: unknown, faults: Faults): string | undefined {
  const at = 'verificationMaterial';
  const material = objectAt(value, at, faults);
  if (material === undefined) return undefined;
  onlyKeys(material, ['publicKey', 'tlogEntries', 'timestampVerificationData'], at, faults);
  if (!isEmpty(material.tlogEntries)) faults.push(`${at}.tlogEntries: entries of other logs are not supported`);
  const timestamps = material.timestampVerificationData;
  if (!isEmpty(timestamps)) faults.push(`${at}.timestampVerificationData: timestamps are not supported`);
  const publicKey = objectAt(material.publicKey, `${at}.publicKey`, faults);
  if (publicKey === undefined) return undefined;
  onlyKeys(publicKey, ['hint'], `${at}.publicKey`, faults);
  return textAt(publicKey.hint, MAX_HINT_LENGTH, `${at}.publicKey.hint`, faults) ? publicKey.hint : undefined;
}

/** Whether a value says nothing: absent, an empty array, or an object of which every field says nothing. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || (typeof value === 'object' && value !== null && Object.values(value).every(isEmpty));
}

/**
 * Verifies a bundle with public keys: its one signature must be by the trusted key that its hint names. Throws as
 * `verifyEnvelope`; a hint that names no trusted key is refused with `dsse/too-few-signatures`.
 */
export function verifyBundle(bundle: Bundle, keys: readonly TrustedKey[]): EnvelopeVerdict {
  const { hint } = bundle.verificationMaterial.publicKey;
  const named = keys.filter(({ keyId }) => keyId === hint);
  if (named.length > 0) return verifyEnvelope(bundle.dsseEnvelope, named);
  const message = `the hint \`${hint}\` names none of ${keys.length} trusted keys`;
  return { accepted: false, code: 'dsse/too-few-signatures', message };
}
