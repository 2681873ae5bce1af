import { BezoarError } from '@bezoar/core';
import { createVerifierKey, parseVerifierKey, verifierKeyText } from '@bezoar/ledger';
import { ledgerVerifierKey } from '../ledger/keys/ledger-key.ts';
import type { Project } from '../project/project.ts';

/** The ledger's public key under the name of one corpus. Throws `ledger/no-key` where there is none. */
export async function corpusVerifierKey(project: Project, origin: string): Promise<string> {
  const key = await ledgerVerifierKey(project);
  if (key === undefined) throw new BezoarError('ledger/no-key', 'the ledger has no verifier key');
  const { type, publicKey } = parseVerifierKey(key.text);
  return verifierKeyText(createVerifierKey(origin, type, publicKey));
}
