import { BezoarError } from '@bezoar/core';
import {
  type LedgerEntry,
  parseBundle,
  parseStatement,
  type Statement,
  type TrustedKey,
  verifyBundle,
} from '@bezoar/ledger';

/**
 * The statement that an entry points at, once it is seen that a trusted key signed it. Throws a `BezoarError`:
 * `ledger/no-statement`, `ledger/bad-statement`, or what the evidence store and the parsers throw.
 */
export async function verifiedStatement(
  { payload }: LedgerEntry,
  evidence: (digest: string) => Promise<Uint8Array>,
  keys: readonly TrustedKey[],
): Promise<Statement> {
  if (payload === undefined) throw new BezoarError('ledger/no-statement', 'its entry has no statement');
  const verdict = verifyBundle(parseBundle(await evidence(payload.sha256)), keys);
  if (!verdict.accepted) throw new BezoarError('ledger/bad-statement', verdict.message);
  return parseStatement(verdict.payload);
}
