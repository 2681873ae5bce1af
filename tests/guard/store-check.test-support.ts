import type { GuardPolicy, GuardStore, Receipt } from '@bezoar/guard';
import { verifyReceipts } from '@bezoar/guard';
import { excessiveWindows } from '../../packages/guard/src/model/testing/effects-in-window.test-support.ts';
import type { Effect } from './workers.test-support.ts';

/**
 * What is wrong with a store after whatever happened to it, judged by its receipts and by the effects that there really
 * were: empty, or one line for each fault.
 */
export async function storeFaults(
  store: GuardStore,
  policy: GuardPolicy,
  effects: readonly Effect[],
): Promise<string[]> {
  const receipts = await store.receipts(0, { limit: 1_000_000 });
  const chain = verifyReceipts(receipts);
  const ceilings = new Map([...policy.actions].map(([name, action]) => [name, action.ceilings]));
  return [
    ...(chain.isSound ? [] : [`the chain: ${chain.reason}`]),
    ...excessiveWindows(receipts, new Map([[policy.digest, ceilings]])).map((window) => JSON.stringify(window)),
    ...effectFaults(receipts, effects),
    ...(await sumFaults(store, receipts)),
  ];
}

/** Every effect was allowed before it happened, with its amount, and there is one for each transaction at most. */
function effectFaults(receipts: readonly Receipt[], effects: readonly Effect[]): string[] {
  const allowed = new Map(receipts.filter(({ kind }) => kind === 'allow').map((one) => [one.reservation, one]));
  const failed = new Set(
    receipts
      .filter(({ kind, outcome }) => kind === 'settle' && outcome === 'failed')
      .map(({ reservation }) => reservation),
  );
  const orders = new Set<string>();
  return effects.flatMap(({ tenant, account, order, minor, reservation }) => {
    const faults: string[] = [];
    const receipt = allowed.get(reservation);
    if (receipt === undefined) faults.push(`an effect of ${order} that nobody allowed`);
    else if (receipt.amount?.minor !== minor || receipt.account !== account || receipt.tenant !== tenant) {
      faults.push(`an effect of ${order} that is not what was allowed`);
    }
    if (failed.has(reservation)) faults.push(`an effect of ${order} that was settled as failed`);
    if (orders.has(`${tenant} ${order}`)) faults.push(`a second effect of ${order}`);
    orders.add(`${tenant} ${order}`);
    return faults;
  });
}

/** Counters are the sums of what their holds say, and of what the receipts say. */
async function sumFaults(store: GuardStore, receipts: readonly Receipt[]): Promise<string[]> {
  const ids = receipts.filter(({ kind }) => kind === 'allow').map(({ reservation }) => reservation!);
  const { counters, sums } = await store.transact(async (transaction) => {
    await transaction.head();
    const sums = new Map<string, number>();
    for (const { counter, amount } of await transaction.holds(ids))
      sums.set(counter, (sums.get(counter) ?? 0) + amount);
    return { counters: await transaction.counters([...sums.keys()].sort()), sums };
  });
  return [...sums].flatMap(([counter, sum]) =>
    counters.get(counter) === sum ? [] : [`the counter ${counter} says ${counters.get(counter)}, its holds ${sum}`],
  );
}
