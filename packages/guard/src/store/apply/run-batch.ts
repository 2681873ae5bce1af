import { waitingKey } from '../../approvals/approval-request.ts';
import type { Receipt } from '../../receipts/receipt.ts';
import { type CounterDefinition, counterKey } from '../counter-key.ts';
import type { GuardStore, StoreTransaction } from '../guard-store.ts';
import { waitingListKey } from '../waiting-list.ts';
import type { Operation, OperationResult } from './operation.ts';
import { applyReserve, countedIn } from './reserve.ts';
import { applySettle } from './settle.ts';
import { applyStop, applyVote } from './vote.ts';
import { type LoadedRows, openWorkspace, type Workspace } from './workspace.ts';

/**
 * Applies operations in one transaction, in their order. The rules stand here alone; a store only reads and writes rows.
 * Durable when it resolves; when it rejects, none of them happened, or nobody knows (see `hasReceipt`): not every operation
 * writes a receipt, and `onWrite` is told of those that are about to be written.
 */
export function runBatch(
  store: GuardStore,
  operations: readonly Operation[],
  onWrite?: (receipts: readonly Receipt[]) => void,
): Promise<OperationResult[]> {
  return store.transact(async (transaction) => {
    const head = await transaction.head();
    const at = Math.max(head.at, ...operations.map(({ time }) => time.window));
    const expiryAt = Math.max(at, ...operations.map(({ time }) => time.expiry));
    const loaded = await load(transaction, { ...head, at }, operations);
    const space = openWorkspace(loaded.rows, { at, expiryAt });
    for (const [counter, amount] of loaded.expired) space.addToCounter(counter, -amount);
    const results = operations.map((operation) => apply(space, operation));
    const changes = space.changes();
    onWrite?.(changes.receipts);
    await transaction.write(changes);
    return results;
  });
}

function apply(space: Workspace, operation: Operation): OperationResult {
  switch (operation.kind) {
    case 'reserve':
      return applyReserve(space, operation);
    case 'settle':
      return applySettle(space, operation);
    case 'vote':
      return applyVote(space, operation);
    case 'deny':
      return { kind: 'recorded', receipt: space.putReceipt(operation.receiptId, operation.body) };
    case 'stop':
    case 'resume':
      return applyStop(space, operation);
  }
}

async function load(
  transaction: StoreTransaction,
  head: LoadedRows['head'],
  operations: readonly Operation[],
): Promise<{ readonly rows: LoadedRows; readonly expired: ReadonlyMap<string, number> }> {
  const definitions = await transaction.definitions();
  const wanted = wantedRows(operations, definitions);
  const expired = await transaction.expireHolds(head.at);
  const holds = await transaction.holds([...wanted.held]);
  // INVARIANT: every counter that an operation may change is loaded, or it would be written as if it had been nothing.
  for (const counter of [...expired.keys(), ...holds.map((hold) => hold.counter)]) wanted.counters.add(counter);
  const keys = await transaction.keys([...wanted.keys]);
  for (const id of keys.values()) {
    wanted.reservations.add(id);
    wanted.approvals.add(id);
  }
  const approvals: LoadedRows['approvals'] = wanted.hasApprovals
    ? await transaction.approvals([...wanted.approvals])
    : new Map();
  // INVARIANT: every waiting list that an operation may change is loaded. A request that is made and voted on in one batch
  // has its list from the first of the two.
  for (const id of wanted.voted) {
    const request = approvals.get(id);
    if (request !== undefined) wanted.lists.add(waitingListKey(request.principal));
  }
  const lists = wanted.lists.size > 0 ? await transaction.keys([...wanted.lists]) : [];
  return {
    expired,
    rows: {
      head,
      keys: new Map([...keys, ...lists]),
      reservations: await transaction.reservations([...wanted.reservations]),
      counters: await transaction.counters([...wanted.counters].sort()),
      holds,
      approvals,
      stops: await transaction.stops(),
      definitions,
    },
  };
}

function wantedRows(operations: readonly Operation[], definitions: readonly CounterDefinition[]) {
  const wanted = {
    keys: new Set<string>(),
    reservations: new Set<string>(),
    counters: new Set<string>(),
    held: new Set<string>(),
    approvals: new Set<string>(),
    voted: new Set<string>(),
    lists: new Set<string>(),
    hasApprovals: false,
  };
  for (const operation of operations) {
    if (operation.kind === 'settle') {
      wanted.reservations.add(operation.reservation);
      wanted.held.add(operation.reservation);
    } else if (operation.kind === 'vote') {
      wanted.approvals.add(operation.approval);
      wanted.voted.add(operation.approval);
      wanted.hasApprovals = true;
    } else if (operation.kind === 'reserve') {
      const { keys, approval } = operation;
      for (const key of [keys.once, keys.request]) if (key !== undefined) wanted.keys.add(key);
      for (const definition of countedIn(operation, definitions)) {
        wanted.counters.add(counterKey(definition, operation.principal));
      }
      if (approval === undefined) continue;
      wanted.hasApprovals = true;
      if (approval.presented !== undefined) {
        wanted.approvals.add(approval.presented);
        continue;
      }
      wanted.keys.add(waitingKey(operation, keys.once));
      wanted.lists.add(waitingListKey(operation.principal));
    }
  }
  return wanted;
}
