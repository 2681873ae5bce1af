import { createPublicKey } from 'node:crypto';
import { dsseKeyId, parseVerifierKey, type TrustedKey } from '@bezoar/ledger';
import type { Project } from '../../project/project.ts';
import { ledgerVerifierKey } from './ledger-key.ts';

/** The keys whose statements about this project are believed: the ledger's own, or none where there is no ledger. */
export async function trustedLedgerKeys(project: Project): Promise<readonly TrustedKey[]> {
  const known = await ledgerVerifierKey(project);
  if (known === undefined) return [];
  const x = Buffer.from(parseVerifierKey(known.text).publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return [{ keyId: dsseKeyId(key), key }];
}
