import { catalogueFinding, type Finding, type JsonValue } from '@bezoar/core';
import { type ChainEnd, EMPTY_CHAIN, type GuardStore } from '@bezoar/guard';

/** The end of a chain as an entry of the ledger has it. */
export function sealedEnd(detail: Readonly<Record<string, JsonValue>> | undefined): ChainEnd {
  const { count, hash } = detail ?? {};
  return typeof count === 'number' && typeof hash === 'string' ? { count, hash } : EMPTY_CHAIN;
}

/** Why a store no longer has the chain that was sealed, or undefined. */
export async function verifySealed(store: GuardStore, { count, hash }: ChainEnd): Promise<string | undefined> {
  if (count === 0) return undefined;
  const [last] = await store.receipts(count - 1, { limit: 1 });
  return last?.hash === hash ? undefined : `receipt ${count - 1} is not the one that the ledger knows`;
}

/** A chain that does not hold. */
export function brokenFinding(storeName: string, reason: string, sealed: ChainEnd): Finding {
  return catalogueFinding({
    code: 'guard/receipts-broken',
    severity: 'critical',
    subject: storeName,
    message: `the receipts in \`${storeName}\` do not hold: ${reason}`,
    evidence: { reason, sealed: sealed.count },
  });
}
