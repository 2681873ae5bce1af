import type { Receipt } from '@bezoar/guard';

/** How often what was decided. */
export interface ReceiptTally {
  readonly allowed: number;
  readonly denied: number;
  readonly needsApproval: number;
  readonly settled: number;
  readonly votes: number;
  /** Decisions that were made in shadow mode. */
  readonly shadow: number;
}

/** Nothing was decided. */
export const EMPTY_TALLY: ReceiptTally = { allowed: 0, denied: 0, needsApproval: 0, settled: 0, votes: 0, shadow: 0 };

/** Adds receipts to a tally. */
export function tallyReceipts(tally: ReceiptTally, receipts: readonly Receipt[]): ReceiptTally {
  const sum = { ...tally };
  for (const { kind, mode } of receipts) {
    if (kind === 'allow') sum.allowed += 1;
    if (kind === 'deny') sum.denied += 1;
    if (kind === 'needs-approval') sum.needsApproval += 1;
    if (kind === 'settle') sum.settled += 1;
    if (kind === 'vote') sum.votes += 1;
    if (mode === 'shadow' && kind !== 'settle') sum.shadow += 1;
  }
  return sum;
}
