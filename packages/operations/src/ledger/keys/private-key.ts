import { createPrivateKey, type KeyObject } from 'node:crypto';
import { describeError, UsageError } from '@bezoar/core';

/** File mode of a private key: only its owner may read it. */
export const PRIVATE_MODE = 0o600;

/** Reads a PKCS #8 private key. Throws `ledger/no-key`, naming the file. */
export function parsePrivateKey(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const message = `expected a PKCS #8 private key in \`${path}\`: ${describeError(error)}`;
    throw new UsageError('ledger/no-key', message, { cause: error });
  }
}
