import type { ActionCeiling } from '@bezoar/core/actions';
import type { Operation, ReserveOperation, SettleOperation, VoteOperation } from '../store/apply/operation.ts';
import type { CounterDefinition } from '../store/counter-key.ts';
import { approvalTerms, countedVotes, type ModelApproval, mayVote, nameOf } from './model-approvals.ts';

/** An allowed action, as the model keeps it. */
export interface ModelEntry {
  readonly id: string;
  readonly action: string;
  readonly tenant: string;
  readonly account: string;
  readonly caller: string;
  readonly digest: string;
  readonly onceKey: string | undefined;
  readonly requestKey: string | undefined;
  readonly amount: bigint;
  readonly currency: string;
  readonly reservedAt: bigint;
  readonly executeBy: bigint;
  readonly receipt: string;
  state: 'reserved' | 'done' | 'failed' | 'unknown';
  settledAt: bigint | null;
}

/** Everything that happened: lists in the order of time, and nothing derived. */
export interface ReferenceModel {
  time: bigint;
  readonly entries: ModelEntry[];
  readonly approvals: ModelApproval[];
  readonly receipts: { readonly id: string; readonly kind: string; readonly at: bigint }[];
  stops: string[];
}

/** What the model says of an operation: what a caller could tell two stores apart by. */
export interface ModelResult {
  readonly kind: string;
  readonly code?: string;
  readonly reservation?: string;
  readonly state?: string;
  readonly approval?: string;
  /** Id of the receipt that is answered. */
  readonly receipt?: string;
}

/** The time of an operation: for windows, and for what expires. */
interface Now {
  readonly at: bigint;
  readonly expiry: bigint;
}

/**
 * The guard's rules a second time, so plainly that they can be checked by reading: whole numbers of any size, every
 * question answered by a walk over everything that ever happened. Slow, in memory, and only for tests: stores are held to
 * it. It shares no code with what it judges.
 */
export function createReferenceModel(): ReferenceModel {
  return { time: 0n, entries: [], approvals: [], receipts: [], stops: [] };
}

/** Applies operations that happen at one instant: the latest time that the model or any of them knows. */
export function applyToModel(model: ReferenceModel, operations: readonly Operation[]): ModelResult[] {
  let at = model.time;
  for (const { time } of operations) if (BigInt(time.window) > at) at = BigInt(time.window);
  let expiry = at;
  for (const { time } of operations) if (BigInt(time.expiry) > expiry) expiry = BigInt(time.expiry);
  model.time = at;
  return operations.map((operation) => applyOne(model, operation, { at, expiry }));
}

/** What a counter holds at a time: the walk that every stored sum is compared with. */
export function countedBy(
  { entries }: ReferenceModel,
  { action, scope, unit, windowMs }: CounterDefinition,
  owner: { readonly tenant: string; readonly account: string },
  at: bigint,
): bigint {
  let sum = 0n;
  for (const entry of entries) {
    if (entry.action !== action) continue;
    if (scope !== 'global' && entry.tenant !== owner.tenant) continue;
    if (scope === 'account' && entry.account !== owner.account) continue;
    if (entry.state === 'failed') continue;
    if (entry.state === 'done' && at >= entry.settledAt! + BigInt(windowMs)) continue;
    sum += sizeIn(unit, entry);
  }
  return sum;
}

function applyOne(model: ReferenceModel, operation: Operation, now: Now): ModelResult {
  if (operation.kind === 'reserve') return reserve(model, operation, now);
  if (operation.kind === 'settle') return settle(model, operation, now);
  if (operation.kind === 'vote') return vote(model, operation, now);
  if (operation.kind === 'deny') return { kind: 'recorded', receipt: record(model, operation.receiptId, 'deny', now) };
  model.stops = model.stops.filter((action) => action !== operation.action);
  if (operation.kind === 'stop') model.stops.push(operation.action);
  return { kind: 'recorded', receipt: record(model, operation.receiptId, operation.kind, now) };
}

function reserve(model: ReferenceModel, operation: ReserveOperation, now: Now): ModelResult {
  const { action, principal, keys, caller } = operation;
  const deny = (code: string, existing?: ModelEntry): ModelResult => {
    const receipt = record(model, operation.receiptId, 'deny', now);
    if (existing === undefined) return { kind: 'denied', code, receipt };
    return { kind: 'denied', code, receipt: existing.receipt, reservation: existing.id, state: existing.state };
  };
  // 1. A stop comes before everything.
  if (model.stops.includes('') || model.stops.includes(action)) return deny('guard/stopped');
  // 2. One effect for each key, unless it certainly failed.
  const standing = model.entries.filter(({ state }) => state !== 'failed');
  const byRequest = standing.find(({ requestKey }) => requestKey !== undefined && requestKey === keys.request);
  const byOnce = standing.find(({ onceKey }) => onceKey !== undefined && onceKey === keys.once);
  if (byRequest !== undefined && byRequest.digest !== operation.argumentsDigest)
    return deny('guard/key-reused', byRequest);
  const existing = byRequest ?? byOnce;
  if (existing !== undefined && existing.account !== principal.account) {
    // Somebody else hears first what was found of them, and nothing of the other one's.
    if (operation.refusal !== undefined) return deny(operation.refusal.code);
    if (existing.state === 'reserved' && now.expiry < existing.executeBy) return deny('guard/in-flight');
    return deny(existing.state === 'done' ? 'guard/already-done' : 'guard/outcome-unknown');
  }
  if (existing !== undefined) {
    const isOpen = existing.state === 'reserved' && now.expiry < existing.executeBy;
    if (isOpen && existing === byRequest && existing.caller === caller) {
      return { kind: 'replayed', reservation: existing.id, state: existing.state, receipt: existing.receipt };
    }
    if (isOpen) return deny('guard/in-flight', existing);
    return deny(existing.state === 'done' ? 'guard/already-done' : 'guard/outcome-unknown', existing);
  }
  // 3. What was found outside.
  if (operation.refusal !== undefined) return deny(operation.refusal.code);
  // 4. Every ceiling.
  const size = { amount: BigInt(operation.amount?.minor ?? 0), currency: operation.amount?.currency ?? '' };
  for (const ceiling of operation.ceilings) {
    const definition = definitionOf(action, ceiling);
    const limit = 'count' in ceiling.limit ? ceiling.limit.count : ceiling.limit.minor;
    const left = BigInt(limit) - countedBy(model, definition, principal, now.at);
    if (sizeIn(definition.unit, size) > left) return deny('guard/ceiling-exceeded');
  }
  // 5. People, where they are asked.
  let consumed: ModelApproval | undefined;
  if (operation.approval !== undefined) {
    const asked = ask(model, operation, now);
    if (typeof asked === 'string') return deny(asked);
    if (asked.isWaiting) {
      const receipt = record(model, operation.receiptId, 'needs-approval', now);
      return { kind: 'waiting', approval: asked.approval.id, state: asked.approval.state, receipt };
    }
    consumed = asked.approval;
  }
  // 6. It may happen, once.
  const receipt = record(model, operation.receiptId, 'allow', now);
  if (consumed !== undefined) consumed.state = 'consumed';
  model.entries.push({
    id: operation.id,
    action,
    tenant: principal.tenant,
    account: principal.account,
    caller,
    digest: operation.argumentsDigest,
    onceKey: keys.once,
    requestKey: keys.request,
    ...size,
    reservedAt: now.at,
    executeBy: now.expiry + BigInt(operation.executionMs),
    receipt,
    state: 'reserved',
    settledAt: null,
  });
  const approval = consumed === undefined ? {} : { approval: consumed.id };
  return { kind: 'allowed', reservation: operation.id, state: 'reserved', receipt, ...approval };
}

function ask(
  model: ReferenceModel,
  operation: ReserveOperation,
  now: Now,
): 'guard/approval-refused' | { readonly approval: ModelApproval; readonly isWaiting: boolean } {
  const { presented, newId, quorum, expiresMs, approvers } = operation.approval!;
  const terms = approvalTerms(operation);
  const isGood = ({ expiresAt }: ModelApproval): boolean => now.expiry < expiresAt;
  if (presented !== undefined) {
    const approval = model.approvals.find(({ id }) => id === presented);
    if (approval === undefined || approval.terms !== terms || !isGood(approval)) return 'guard/approval-refused';
    if (approval.state === 'pending') return { approval, isWaiting: true };
    if (approval.state !== 'approved') return 'guard/approval-refused';
    if (countedVotes(approval, approvers.approvers) < quorum)
      return { approval: { ...approval, state: 'pending' }, isWaiting: true };
    return { approval, isWaiting: false };
  }
  // One question for each transaction of an account; where there is no transaction, for each wording.
  const question = operation.keys.once === undefined ? terms : `${operation.keys.once} ${operation.principal.account}`;
  const last = model.approvals.findLast((approval) => approval.question === question);
  if (last !== undefined && isGood(last) && last.state !== 'consumed') {
    if (last.state === 'denied' || last.terms !== terms) return 'guard/approval-refused';
    const isCounted = countedVotes(last, approvers.approvers) >= quorum;
    return { approval: isCounted ? last : { ...last, state: 'pending' }, isWaiting: true };
  }
  const { requester, principal } = operation;
  const { tenant, account } = principal;
  let waiting = 0;
  for (const other of model.approvals) {
    const isOwn = nameOf(other.account) === nameOf(account) && nameOf(other.tenant) === nameOf(tenant);
    if (isOwn && other.state === 'pending' && now.at < other.expiresAt) waiting += 1;
  }
  if (waiting >= 20) return 'guard/approval-refused';
  const expiresAt = now.expiry + BigInt(expiresMs);
  const approval: ModelApproval = {
    id: newId,
    terms,
    question,
    requester,
    tenant,
    account,
    quorum,
    expiresAt,
    votes: [],
    state: 'pending',
  };
  model.approvals.push(approval);
  return { approval, isWaiting: true };
}

function settle(model: ReferenceModel, operation: SettleOperation, now: Now): ModelResult {
  const entry = model.entries.find(({ id }) => id === operation.reservation);
  if (entry === undefined) return { kind: 'refused', code: 'guard/no-such-reservation' };
  if (entry.caller !== operation.actor && !operation.isOperator) return { kind: 'refused', code: 'guard/not-yours' };
  if (entry.state !== operation.outcome) {
    if (entry.state === 'done' || entry.state === 'failed') return { kind: 'refused', code: 'guard/settled-already' };
    entry.state = operation.outcome;
    entry.settledAt = operation.outcome === 'unknown' ? null : now.at;
    const receipt = record(model, operation.receiptId, 'settle', now);
    return { kind: 'settled', reservation: entry.id, state: entry.state, receipt };
  }
  return { kind: 'settled', reservation: entry.id, state: entry.state };
}

function vote(
  model: ReferenceModel,
  { approval: id, vote: word, approvers, receiptId }: VoteOperation,
  now: Now,
): ModelResult {
  const approval = model.approvals.find((one) => one.id === id);
  if (approval === undefined) return { kind: 'refused', code: 'guard/no-such-request' };
  const isDecided =
    approval.state !== 'pending' &&
    !(approval.state === 'approved' && countedVotes(approval, approvers.approvers) < approval.quorum);
  if (isDecided || now.expiry >= approval.expiresAt) return { kind: 'refused', code: 'guard/not-waiting' };
  const hasVoted = approval.votes.some(
    ({ approver }) => nameOf(approver) === nameOf(word.approver) && mayVote(approval, approver, approvers.approvers),
  );
  if (hasVoted || !mayVote(approval, word.approver, approvers.approvers)) {
    return { kind: 'refused', code: 'guard/not-an-approver' };
  }
  approval.votes.push(word);
  if (word.decision === 'deny') approval.state = 'denied';
  else approval.state = countedVotes(approval, approvers.approvers) >= approval.quorum ? 'approved' : 'pending';
  return { kind: 'voted', approval: id, state: approval.state, receipt: record(model, receiptId, 'vote', now) };
}

function record(model: ReferenceModel, id: string, kind: string, { at }: Now): string {
  model.receipts.push({ id, kind, at });
  return id;
}

function definitionOf(action: string, { scope, limit, windowMs }: ActionCeiling): CounterDefinition {
  return { action, scope, unit: 'count' in limit ? 'count' : limit.currency, windowMs };
}

function sizeIn(unit: string, { amount, currency }: Pick<ModelEntry, 'amount' | 'currency'>): bigint {
  if (unit === 'count') return 1n;
  return currency === unit ? amount : 0n;
}
