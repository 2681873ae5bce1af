import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from './apply/operation.ts';
import { runBatch } from './apply/run-batch.ts';
import { creditOperation, DAY_MS, voteOperation } from './conformance/sample-operations.ts';
import type { GuardStore } from './guard-store.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { MAX_WAITING_PER_ACCOUNT, waitingAt, waitingListKey, withRequest } from './waiting-list.ts';

describe('a list of what waits', () => {
  it('names what is pending and not expired, whatever happened before', () => {
    const event = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      state: fc.constantFrom('pending', 'pending', 'approved', 'denied', 'consumed'),
      lastsMs: fc.nat(20),
      passedMs: fc.nat(5),
    } as const);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let list: string | undefined;
        let at = 0;
        const open = new Map<string, number>();
        for (const { id, state, lastsMs, passedMs } of events) {
          at += passedMs;
          list = withRequest(list, { id, state, expiresAt: at + lastsMs }, at);
          if (state === 'pending') open.set(id, at + lastsMs);
          else open.delete(id);
          const expected = [...open].filter(([, expiresAt]) => at < expiresAt).map(([name]) => name);
          const got = waitingAt(list, at).map((one) => one.id);
          expect(got.sort()).toEqual(expected.sort());
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is one for every spelling of a name, and another for everybody else', () => {
    const keyOf = (account: string, tenant = 'acme') => waitingListKey({ account, tenant });
    expect(new Set(['anna', 'Anna', ' ANNA ', 'an\u200bna', 'аnna'].map((name) => keyOf(name))).size).toBe(1);
    const others = [keyOf('anna'), keyOf('ann'), keyOf('anna', 'bolt'), keyOf('acme', 'anna'), keyOf('","', 'anna')];
    expect(new Set(others).size).toBe(others.length);
  });

  it.each([
    '',
    'null',
    '{}',
    '[null]',
    '[{"id":"a"}]',
    '[{"id":"a","expiresAt":null}]',
    '[{"id":"a","expiresAt":0.5}]',
  ])('that is %j was not written by the guard, and nothing is decided on it', (text) => {
    expect(() => waitingAt(text, 0)).toThrow(expect.objectContaining({ code: 'guard/store-corrupt' }));
  });
});

describe('what a batch loads of lists', () => {
  it('is nothing where nobody has to be asked', async () => {
    const { calls, run } = openCounted();
    await run([creditOperation(1, { minor: 1, requestKey: 'r-1' })]);
    expect(calls.keys).toEqual([['order-1', 'r-1']]);
    expect(calls.approvals).toEqual([]);
  });

  it('does not grow with the requests that were ever made', async () => {
    const { calls, run } = openCounted();
    let number = 0;
    const ask = () => creditOperation(++number, { minor: 1, needsApproval: true });
    const loadedBy = async (operations: readonly Operation[]): Promise<readonly [number, number]> => {
      calls.keys = [];
      calls.approvals = [];
      await run(operations);
      return [calls.keys.flat().length, calls.approvals.flat().length];
    };
    const first = await loadedBy([ask()]);
    for (let round = 0; round < 30; round++) {
      const made = Array.from({ length: MAX_WAITING_PER_ACCOUNT }, ask);
      await run(made);
      await run(made.map((one) => voteOperation(++number, one.approval!.newId, 'carla')));
    }
    await run(Array.from({ length: MAX_WAITING_PER_ACCOUNT }, ask));
    expect(await loadedBy([ask()])).toEqual(first);
    const list = await calls.store.transact(async (transaction) => {
      await transaction.head();
      return [...(await transaction.keys([waitingListKey({ account: 'anna', tenant: 'acme' })])).values()][0];
    });
    expect(waitingAt(list, 1000)).toHaveLength(MAX_WAITING_PER_ACCOUNT);
    expect(JSON.parse(list!)).toHaveLength(MAX_WAITING_PER_ACCOUNT);
    // What expired goes with the next that is made.
    await run([creditOperation(++number, { minor: 1, needsApproval: true, at: 1000 + DAY_MS })]);
    const later = await calls.store.transact(async (transaction) => {
      await transaction.head();
      return [...(await transaction.keys([waitingListKey({ account: 'anna', tenant: 'acme' })])).values()][0];
    });
    expect(JSON.parse(later!)).toHaveLength(1);
  });
});

/** A store that notes which keys and approvals are asked for. */
function openCounted() {
  const memory = createMemoryStore();
  const calls = { store: memory, keys: [] as string[][], approvals: [] as string[][] };
  const store: GuardStore = {
    ...memory,
    transact: (work) =>
      memory.transact((transaction) =>
        work({
          ...transaction,
          keys: (keys) => {
            calls.keys.push([...keys]);
            return transaction.keys(keys);
          },
          approvals: (ids) => {
            calls.approvals.push([...ids]);
            return transaction.approvals(ids);
          },
        }),
      ),
  };
  return { calls, run: (operations: readonly Operation[]) => runBatch(store, operations) };
}
