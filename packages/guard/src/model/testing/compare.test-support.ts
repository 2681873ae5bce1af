import type { Receipt } from '../../receipts/receipt.ts';
import { EMPTY_CHAIN, verifyReceipts } from '../../receipts/verify-receipts.ts';
import type { defineCounters } from '../../store/apply/define-counters.ts';
import type { Operation, OperationResult } from '../../store/apply/operation.ts';
import type { CounterDefinition } from '../../store/counter-key.ts';
import type { GuardStore } from '../../store/guard-store.ts';
import {
  applyToModel,
  countedBy,
  createReferenceModel,
  type ModelResult,
  type ReferenceModel,
} from '../reference-model.ts';
import { excessiveWindows } from './effects-in-window.test-support.ts';
import { OWNERS, playHistory } from './play-history.test-support.ts';
import { definitionsIn, POLICIES, policyName } from './policies.test-support.ts';
import type { History } from './step.test-support.ts';

/** What is held to the model. Handed in, so that a changed copy of it can be too. */
export interface Implementation {
  readonly store: GuardStore;
  readonly defineCounters: typeof defineCounters;
  /** Applies operations in one transaction. */
  apply(operations: readonly Operation[]): Promise<readonly OperationResult[]>;
}

/** A store that does not do what the model does. */
export class Disagreement extends Error {
  override readonly name: string = 'Disagreement';
}

/**
 * Plays a history to an implementation and to the model, and throws a `Disagreement` where a caller could tell them
 * apart: after every transaction by its answers, and at the end, and every so many transactions, by everything that the
 * store holds. Resolves to how often each answer was given.
 */
export async function compareWithModel(
  implementation: Implementation,
  history: History,
  options: { readonly stateEvery: number } = { stateEvery: 1 },
): Promise<ReadonlyMap<string, number>> {
  const model = createReferenceModel();
  const counters = new Map<string, CounterDefinition>();
  const answers = new Map<string, number>();
  let turns = 0;
  for (const turn of playHistory(history, model)) {
    if (turn.kind === 'policy') {
      const definitions = definitionsIn(POLICIES[turn.policy]!);
      const known = counters.size;
      for (const definition of definitions) counters.set(JSON.stringify(Object.values(definition)), definition);
      await implementation.defineCounters(implementation.store, definitions, turn.windowMs);
      // A store takes note of the time only when it writes something.
      if (counters.size > known && BigInt(turn.windowMs) > model.time) model.time = BigInt(turn.windowMs);
      continue;
    }
    const expected = applyToModel(model, turn.operations);
    const got = await implementation.apply(turn.operations);
    same('the answers', got.map(comparable), expected);
    for (const { kind, code, state, approval } of expected) {
      const isApproved = kind === 'allowed' && approval !== undefined;
      const name = [kind, isApproved ? 'approved' : (code ?? state)].filter((part) => part !== undefined).join(' ');
      answers.set(name, (answers.get(name) ?? 0) + 1);
    }
    turns += 1;
    if (turns % options.stateEvery === 0) await compareStates(implementation.store, model, [...counters.values()]);
  }
  await compareStates(implementation.store, model, [...counters.values()]);
  await checkReceipts(implementation.store, model);
  return answers;
}

/** An answer as the model would give it. */
function comparable(result: OperationResult): ModelResult {
  const { kind } = result;
  if (kind === 'refused') return { kind, code: result.code };
  if (kind === 'recorded') return { kind, receipt: result.receipt.id };
  if (kind === 'waiting' || kind === 'voted') {
    return { kind, approval: result.approval.id, state: result.approval.state, receipt: result.receipt.id };
  }
  const { reservation, receipt } = result;
  return {
    kind,
    ...(kind === 'denied' ? { code: result.code } : {}),
    ...(kind === 'allowed' && reservation?.approval != null ? { approval: reservation.approval } : {}),
    ...(receipt === undefined ? {} : { receipt: receipt.id }),
    ...(reservation === undefined ? {} : { reservation: reservation.id, state: reservation.state }),
  };
}

async function compareStates(
  store: GuardStore,
  model: ReferenceModel,
  counters: readonly CounterDefinition[],
): Promise<void> {
  const everything = { limit: 1_000_000 };
  const numberOf = (value: bigint | null): number | null => (value === null ? null : Number(value));
  const reservations = await Promise.all(model.entries.map(({ id }) => store.reservation(id)));
  same(
    'the reservations',
    reservations.map((one) => [one?.id, one?.state, one?.reservedAt, one?.executeBy, one?.settledAt, one?.receipt.id]),
    model.entries.map((one) => [
      one.id,
      one.state,
      Number(one.reservedAt),
      Number(one.executeBy),
      numberOf(one.settledAt),
      one.receipt,
    ]),
  );
  const isOpen = (state: string): boolean => state === 'reserved' || state === 'unknown';
  same(
    'the open reservations',
    (await store.open(everything)).map(({ id }) => id),
    model.entries.filter(({ state }) => isOpen(state)).map(({ id }) => id),
  );
  same(
    'the approvals',
    (await store.approvals(everything)).map(({ id, state, expiresAt, votes }) => [id, state, expiresAt, votes.length]),
    model.approvals.map(({ id, state, expiresAt, votes }) => [id, state, Number(expiresAt), votes.length]).reverse(),
  );
  same('the stops', (await store.stops()).map(({ action }) => action).sort(), [...model.stops].sort());
  const usage = (await store.usage(Number(model.time))).map(({ counter, settled, reserved }) => [
    counter,
    settled + reserved,
  ]);
  same('the sums', usage.sort(byName), sumsOf(model, counters).sort(byName));
  await compareHolds(
    store,
    model,
    usage.map(([counter]) => String(counter)),
  );
}

/** Every counter of the model that is not zero, by the name that the stores give it. */
function sumsOf(model: ReferenceModel, counters: readonly CounterDefinition[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const definition of counters) {
    for (const owner of OWNERS) {
      const { action, scope, unit, windowMs } = definition;
      const own = scope === 'account' ? [owner.tenant, owner.account] : scope === 'tenant' ? [owner.tenant] : [];
      const sum = Number(countedBy(model, definition, owner, model.time));
      if (sum !== 0) sums.set(JSON.stringify([action, scope, unit, windowMs, ...own]), sum);
    }
  }
  return [...sums];
}

/** In a store, at any time: a counter is the sum of its holds, those that time has not yet taken away among them. */
async function compareHolds(store: GuardStore, model: ReferenceModel, counters: readonly string[]): Promise<void> {
  const rows = await store.transact(async (transaction) => {
    const head = await transaction.head();
    const holds = await transaction.holds(model.entries.map(({ id }) => id));
    return {
      head,
      holds,
      counters: await transaction.counters([...new Set([...counters, ...holds.map((one) => one.counter)])].sort()),
    };
  });
  same('the head', [rows.head.at, rows.head.sequence], [Number(model.time), model.receipts.length]);
  const sums = new Map<string, number>();
  for (const { counter, amount } of rows.holds) sums.set(counter, (sums.get(counter) ?? 0) + amount);
  same(
    'counters and holds',
    [...rows.counters].filter(([, value]) => value !== 0).sort(byName),
    [...sums].sort(byName),
  );
}

async function checkReceipts(store: GuardStore, model: ReferenceModel): Promise<void> {
  const receipts = await store.receipts(0, { limit: 1_000_000 });
  const { isSound, end } = verifyReceipts(receipts, EMPTY_CHAIN);
  same('the chain', { isSound, count: end.count }, { isSound: true, count: model.receipts.length });
  same(
    'the receipts',
    receipts.map(({ id, kind, at }: Receipt) => [id, kind, at]),
    model.receipts.map(({ id, kind, at }) => [id, kind, Number(at)]),
  );
  const policies = new Map(POLICIES.map((policy, index) => [policyName(index), policy]));
  same('what was spent beyond a ceiling', excessiveWindows(receipts, policies), []);
}

function same(what: string, got: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(got, sortedKeys), JSON.stringify(expected, sortedKeys)];
  if (a !== b) throw new Disagreement(`${what} differ\n  store ${a}\n  model ${b}`);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(byName));
}

function byName(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
