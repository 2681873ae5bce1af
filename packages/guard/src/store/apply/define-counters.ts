import { amountFor, type CounterDefinition, counterKey, definitionKey } from '../counter-key.ts';
import type { GuardStore, Hold } from '../guard-store.ts';

/**
 * Makes the store count for every definition. One that is new starts from the reservations there were, so that a changed
 * window, or a ceiling that was added, does not begin at nothing.
 */
export function defineCounters(
  store: GuardStore,
  definitions: readonly CounterDefinition[],
  now: number,
): Promise<void> {
  return store.transact(async (transaction) => {
    const head = await transaction.head();
    const at = Math.max(head.at, now);
    const known = new Set((await transaction.definitions()).map(definitionKey));
    const added = definitions.filter((definition) => !known.has(definitionKey(definition)));
    if (added.length === 0) return;
    const holds: Hold[] = [];
    const counters = new Map<string, number>();
    for (const definition of added) {
      const { action, windowMs } = definition;
      for (const { id, principal, amount, settledAt } of await transaction.countedSince(action, at - windowMs)) {
        const held = amountFor(definition, amount);
        if (held === 0) continue;
        const counter = counterKey(definition, principal);
        holds.push({ reservation: id, counter, amount: held, until: settledAt === null ? null : settledAt + windowMs });
        counters.set(counter, (counters.get(counter) ?? 0) + held);
      }
    }
    await transaction.write({
      head: { ...head, at },
      receipts: [],
      reservations: [],
      keys: new Map(),
      holds,
      released: [],
      counters,
      approvals: [],
      stops: new Map(),
      definitions: added,
    });
  });
}
