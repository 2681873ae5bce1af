import type { ApprovalRequest } from '../../approvals/approval-request.ts';
import { chainReceipt, type Receipt, type ReceiptBody } from '../../receipts/receipt.ts';
import { counterKey } from '../counter-key.ts';
import type { GuardStore, Hold, StoreChanges } from '../guard-store.ts';
import type { Reservation } from '../reservation.ts';

/** Texts that encodings, collations, quotes and separators trip over. */
export const AWKWARD_TEXTS: readonly string[] = [
  '',
  ' ',
  'o\'clock"; DROP TABLE holds; --',
  'naïve \u{1f4b6} 汉字',
  'e\u0301',
  '\u00e9',
  'a\tb\nc\\d\r\n',
  '\u202eabc\u200b\ufeff',
  '{"a":[1,null]}',
  '__proto__',
  'A',
  'a',
  '%_*?$1:x',
  '\u{10ffff}\uffff\u0001',
];

/** An id made of a number. */
export function sampleId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** Whose account a sample is. */
export const SAMPLE_PRINCIPAL = { account: 'anna', tenant: 'acme' };

/** What a write changes, apart from the chain. */
export type SampleChanges = Partial<Omit<StoreChanges, 'head' | 'receipts'>> & {
  readonly at?: number;
  readonly receipts?: readonly { readonly id: string; readonly body: ReceiptBody }[];
};

/** Writes in a transaction of its own, continuing the chain; the receipts as they stand there. */
export function writeSample(
  store: GuardStore,
  changes: SampleChanges | ((receipts: readonly Receipt[]) => SampleChanges),
  receipts: SampleChanges['receipts'] = typeof changes === 'function' ? [] : changes.receipts,
): Promise<readonly Receipt[]> {
  return store.transact(async (transaction) => {
    const before = await transaction.head();
    const chained: Receipt[] = [];
    const at = Math.max(before.at, (typeof changes === 'function' ? undefined : changes.at) ?? before.at);
    for (const { id, body } of receipts ?? []) {
      const previous = chained.at(-1)?.hash ?? before.hash;
      chained.push(chainReceipt(body, { id, sequence: before.sequence + chained.length, at, previous }));
    }
    const made = typeof changes === 'function' ? changes(chained) : changes;
    await transaction.write({
      head: {
        sequence: before.sequence + chained.length,
        hash: chained.at(-1)?.hash ?? before.hash,
        at: made.at ?? at,
      },
      receipts: chained,
      reservations: made.reservations ?? [],
      keys: made.keys ?? new Map(),
      holds: made.holds ?? [],
      released: made.released ?? [],
      counters: made.counters ?? new Map(),
      approvals: made.approvals ?? [],
      stops: made.stops ?? new Map(),
      definitions: made.definitions ?? [],
    });
    return chained;
  });
}

/** A receipt of an allowed action, before it is in the chain. */
export function sampleReceipt(number: number): { readonly id: string; readonly body: ReceiptBody } {
  return {
    id: sampleId(1_000_000 + number),
    body: { kind: 'allow', action: 'issue_credit', tenant: 'acme', account: 'anna', reservation: sampleId(number) },
  };
}

/** An open reservation. */
export function sampleReservation(number: number, receipt: Receipt, changes: Partial<Reservation> = {}): Reservation {
  return {
    id: sampleId(number),
    action: 'issue_credit',
    principal: SAMPLE_PRINCIPAL,
    requester: 'anna',
    caller: 'host',
    argumentsDigest: 'd'.repeat(64),
    onceKey: `once-${number}`,
    requestKey: null,
    amount: { minor: 1200, currency: 'USD' },
    state: 'reserved',
    reservedAt: 1000 + number,
    executeBy: 301_000 + number,
    settledAt: null,
    approval: null,
    mode: 'enforce',
    receipt,
    ...changes,
  };
}

/** Writes reservations with a receipt each, in one transaction. */
export async function writeReservations(
  store: GuardStore,
  list: readonly (Partial<Reservation> & { readonly number: number })[],
  more: SampleChanges = {},
): Promise<Reservation[]> {
  let made: Reservation[] = [];
  await writeSample(
    store,
    (receipts) => {
      made = list.map(({ number, ...changes }, index) => sampleReservation(number, receipts[index]!, changes));
      return { ...more, reservations: made };
    },
    list.map(({ number }) => sampleReceipt(number)),
  );
  return made;
}

/** The counter of an account's daily ceiling. */
export function sampleCounter(account: string): string {
  const definition = { action: 'issue_credit', scope: 'account', unit: 'USD', windowMs: 86_400_000 } as const;
  return counterKey(definition, { account, tenant: 'acme' });
}

/** A hold on `sampleCounter`. */
export function sampleHold(number: number, amount: number, until: number | null, account = 'anna'): Hold {
  return { reservation: sampleId(number), counter: sampleCounter(account), amount, until };
}

/** A request that waits for people. */
export function sampleApproval(number: number, changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id: sampleId(number),
    action: 'issue_credit',
    principal: SAMPLE_PRINCIPAL,
    requester: 'anna',
    canonicalArguments: '{"order_id":"A-1"}',
    amount: { minor: 3000, currency: 'USD' },
    policy: 'f'.repeat(64),
    expiresAt: 900_000,
    binding: 'b'.repeat(64),
    state: 'pending',
    quorum: 1,
    votes: [],
    createdAt: 1000,
    context: {},
    reservation: null,
    ...changes,
  };
}

/** Reads in a transaction that writes nothing. */
export function readIn<T>(
  store: GuardStore,
  work: (transaction: Parameters<Parameters<GuardStore['transact']>[0]>[0]) => Promise<T>,
): Promise<T> {
  return store.transact(async (transaction) => {
    await transaction.head();
    return work(transaction);
  });
}
