import type { Operation, ReserveOperation } from '../../store/apply/operation.ts';
import { countedBy, type ReferenceModel } from '../reference-model.ts';
import { ACTIONS, definitionsIn, POLICIES, policyName } from './policies.test-support.ts';
import type { History, Step } from './step.test-support.ts';

const PRINCIPALS = [
  { tenant: 'acme', account: 'anna' },
  { tenant: 'acme', account: 'ben' },
  // The same name in another tenant is another account.
  { tenant: 'bolt', account: 'anna' },
  { tenant: 'bolt', account: 'eve' },
  // The same person as far as people are asked, and an account of its own as far as money is counted.
  { tenant: 'acme', account: 'ANNA' },
] as const;
const REQUESTERS = ['agent', 'carla'] as const;
const CALLERS = ['host', 'worker'] as const;
const APPROVERS = ['carla', 'dan', 'Dan ', 'anna', 'EVE', 'fay'] as const;
const LISTED = { approvers: ['carla', 'dan', 'anna'], keys: new Map() };
const ANYBODY = { approvers: [], keys: new Map() };
const AMOUNTS = [1, 30, 55, 100] as const;

/** Milliseconds that an allowed action may take, and that an approval is good for. */
export const EXECUTION_MS = 400;
export const APPROVAL_MS = 600;
const START_MS = 1_000_000;

/** What a history asks a store to do next. */
export type Turn =
  | { readonly kind: 'operations'; readonly operations: readonly Operation[] }
  | { readonly kind: 'policy'; readonly policy: number; readonly windowMs: number };

/** Whom a counter is kept for, in histories. */
export const OWNERS: readonly { readonly tenant: string; readonly account: string }[] = PRINCIPALS;

/**
 * Gives the steps of a history their meaning, one transaction at a time. It looks at the model as it stands before each
 * transaction, to find the instants and amounts at the edge: whoever takes a turn applies it to the model first.
 */
export function* playHistory({ steps, batches }: History, model: ReferenceModel): Generator<Turn> {
  const names: Names = { requests: [], approvals: [], receipts: 0 };
  let clock = { window: START_MS, expiry: START_MS };
  let policy = 0;
  let batch: Operation[] = [];
  let turn = 0;
  yield { kind: 'policy', policy, windowMs: clock.window };
  for (const step of steps) {
    if (step.kind === 'pass') clock = { window: clock.window + step.ms, expiry: clock.expiry + step.ms };
    else if (step.kind === 'skew') clock = { ...clock, [step.reading]: clock[step.reading] + step.ms };
    else if (step.kind === 'edge') clock = { ...clock, ...edgeOf(step, model) };
    else if (step.kind === 'policy') {
      if (batch.length > 0) yield { kind: 'operations', operations: batch };
      batch = [];
      policy = step.policy;
      yield { kind: 'policy', policy, windowMs: clock.window };
    } else {
      const all = { clock, policy, names, model };
      for (const operation of operationsOf(step, all)) {
        batch.push(operation);
        if (batch.length < batches[turn % batches.length]!) continue;
        turn += 1;
        yield { kind: 'operations', operations: batch };
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield { kind: 'operations', operations: batch };
}

interface Names {
  readonly requests: ReserveOperation[];
  readonly approvals: string[];
  receipts: number;
}

interface Circumstances {
  readonly clock: { readonly window: number; readonly expiry: number };
  readonly policy: number;
  readonly names: Names;
  readonly model: ReferenceModel;
}

type Deed = Exclude<Step, { kind: 'pass' | 'skew' | 'edge' | 'policy' }>;

function operationsOf(step: Deed, all: Circumstances): Operation[] {
  if (step.kind === 'flood') return floodOf(step, all);
  if (step.kind !== 'doubt') return [operationOf(step, all)];
  const vote = { kind: 'vote', target: step.target, isPending: true, decision: 'approve' } as const;
  return [
    operationOf({ ...vote, approver: APPROVERS.indexOf('fay'), isListed: false }, all),
    operationOf({ ...vote, approver: APPROVERS.indexOf('EVE'), isListed: false }, all),
    operationOf({ ...vote, approver: APPROVERS.indexOf('dan'), isListed: true }, all),
  ];
}

function operationOf(step: Exclude<Deed, { kind: 'flood' | 'doubt' }>, all: Circumstances): Operation {
  const { names } = all;
  const base = baseOf(all);
  switch (step.kind) {
    case 'reserve':
      return named({ ...reserveOf(step, all), ...base }, names);
    case 'again':
      return named({ ...againOf(step, all), ...base }, names);
    case 'settle': {
      const open = all.model.entries.filter(({ state }) => state === 'reserved' || state === 'unknown');
      const asked = names.requests.map(({ id }) => id);
      const some = step.isOpen && open.length > 0 ? open.map(({ id }) => id) : asked;
      const reservation = fromTheEnd(some, step.target) ?? 'no-such-reservation';
      const caller = all.model.entries.find(({ id }) => id === reservation)?.caller ?? CALLERS[0];
      const actor = step.isOwn ? caller : 'somebody';
      return { ...base, kind: 'settle', reservation, outcome: step.outcome, actor, isOperator: step.isOperator };
    }
    case 'vote': {
      const pending = all.model.approvals.filter(({ state }) => state === 'pending').map(({ id }) => id);
      const some = step.isPending && pending.length > 0 ? pending : names.approvals;
      const approval = fromTheEnd(some, step.target) ?? 'no-such-approval';
      const word = { approver: APPROVERS[step.approver]!, decision: step.decision, reason: '' };
      return { ...base, kind: 'vote', approval, vote: word, approvers: step.isListed ? LISTED : ANYBODY };
    }
    case 'deny':
      return { ...base, kind: 'deny', body: { kind: 'deny', action: 'unknown', code: 'guard/action-not-declared' } };
    case 'stop':
    case 'resume':
      return { ...base, kind: step.kind, action: ['', ...ACTIONS][step.action]!, reason: 'because', actor: 'operator' };
  }
}

function baseOf({ clock, names }: Circumstances): Pick<Operation, 'receiptId' | 'time'> {
  return { receiptId: `receipt-${names.receipts++}`, time: clock };
}

function floodOf(
  { action, principal, count, quorum }: Extract<Step, { kind: 'flood' }>,
  all: Circumstances,
): Operation[] {
  const people = { quorum, isListed: false, present: null };
  return Array.from({ length: count }, () => {
    const one = reserveOf({ ...FIRST, action, principal, once: null, request: null, amount: 'none', people }, all);
    const words = `arguments that nobody has seen, of ${one.id}`;
    return named({ ...one, ...baseOf(all), canonicalArguments: words, argumentsDigest: words }, all.names);
  });
}

function named(operation: ReserveOperation, { requests, approvals }: Names): ReserveOperation {
  requests.push(operation);
  if (operation.approval !== undefined) approvals.push(operation.approval.newId);
  return operation;
}

function againOf(
  { target, isOwn, isPresenting }: Extract<Step, { kind: 'again' }>,
  all: Circumstances,
): Omit<ReserveOperation, 'receiptId' | 'time'> {
  const { requests } = all.names;
  const approved = all.model.approvals.filter(({ state }) => state === 'approved').map(({ id }) => id);
  const ready = requests.filter(({ approval }) => approval !== undefined && approved.includes(approval.newId));
  const former = fromTheEnd(isPresenting && ready.length > 0 ? ready : requests, target);
  if (former === undefined) return reserveOf(FIRST, all);
  const id = nextId(all.names);
  const { presented: _, ...demand } = former.approval ?? {};
  const presented = isPresenting ? (former.approval?.presented ?? former.approval?.newId) : undefined;
  return {
    ...former,
    id,
    caller: isOwn ? former.caller : 'somebody',
    policy: policyName(all.policy),
    ceilings: POLICIES[all.policy]!.get(former.action)!,
    ...(former.approval === undefined
      ? {}
      : {
          approval: {
            ...(demand as typeof former.approval),
            newId: `approval-${id}`,
            ...(presented === undefined ? {} : { presented }),
          },
        }),
  };
}

const FIRST: Extract<Step, { kind: 'reserve' }> = {
  kind: 'reserve',
  action: 0,
  principal: 0,
  requester: 0,
  caller: 0,
  once: 0,
  request: 0,
  variant: 0,
  amount: 'of-variant',
  isRefused: false,
  people: null,
};

function nextId({ requests }: Names): string {
  return `reservation-${requests.length}`;
}

function reserveOf(
  step: Extract<Step, { kind: 'reserve' }>,
  { policy, names, model }: Circumstances,
): Omit<ReserveOperation, 'receiptId' | 'time'> {
  const action = ACTIONS[step.action]!;
  const principal = PRINCIPALS[step.principal]!;
  const ceilings = POLICIES[policy]!.get(action)!;
  const { people, once, request, variant } = step;
  const id = nextId(names);
  const newId = `approval-${id}`;
  const presented =
    people?.present == null ? undefined : (fromTheEnd(names.approvals, people.present) ?? 'no-such-approval');
  const minor = minorOf(step, model, definitionsIn(new Map([[action, ceilings]])), ceilings, principal);
  const digest = `arguments ${once} ${variant}`;
  return {
    kind: 'reserve',
    id,
    action,
    principal,
    requester: REQUESTERS[step.requester]!,
    caller: CALLERS[step.caller]!,
    canonicalArguments: digest,
    argumentsDigest: digest,
    keys: {
      ...(once === null ? {} : { once: `once ${action} ${principal.tenant} ${once}` }),
      ...(request === null ? {} : { request: `request ${action} ${principal.tenant} ${principal.account} ${request}` }),
    },
    amount: minor === undefined ? null : { minor, currency: 'USD' },
    ceilings,
    ...(step.isRefused ? { refusal: { code: 'guard/not-eligible' as const, reasons: ['no'] } } : {}),
    ...(people === null
      ? {}
      : {
          approval: {
            quorum: people.quorum,
            expiresMs: APPROVAL_MS,
            approvers: people.isListed ? LISTED : ANYBODY,
            newId,
            ...(presented === undefined ? {} : { presented }),
          },
        }),
    policy: policyName(policy),
    mode: 'enforce',
    executionMs: EXECUTION_MS,
    context: {},
  };
}

function minorOf(
  { amount, variant }: Extract<Step, { kind: 'reserve' }>,
  model: ReferenceModel,
  definitions: ReturnType<typeof definitionsIn>,
  ceilings: readonly { readonly limit: { readonly minor: number } | { readonly count: number } }[],
  principal: { readonly tenant: string; readonly account: string },
): number | undefined {
  if (amount === 'none') return undefined;
  const left = ceilings.flatMap(({ limit }, index) =>
    'minor' in limit ? [limit.minor - Number(countedBy(model, definitions[index]!, principal, model.time))] : [],
  );
  if (amount === 'of-variant' || left.length === 0) return AMOUNTS[variant]!;
  const least = Math.min(...left);
  return Math.max(1, amount === 'what-is-left' ? least : least + 1);
}

function edgeOf(
  { of, target, offsetMs }: Extract<Step, { kind: 'edge' }>,
  model: ReferenceModel,
): { readonly window?: number; readonly expiry?: number } {
  if (of === 'approval') {
    const approval = fromTheEnd(model.approvals, target);
    return approval === undefined ? {} : { expiry: Number(approval.expiresAt) + offsetMs };
  }
  if (of === 'waiting') {
    const approval = fromTheEnd(
      model.approvals.filter(({ state }) => state === 'pending'),
      target,
    );
    return approval === undefined ? {} : { window: Number(approval.expiresAt) + offsetMs };
  }
  if (of === 'execution') {
    const open = model.entries.filter(({ state }) => state === 'reserved');
    const entry = fromTheEnd(open, target);
    return entry === undefined ? {} : { expiry: Number(entry.executeBy) + offsetMs };
  }
  const ends = model.entries
    .filter(({ state }) => state === 'done')
    .flatMap(({ settledAt }) => [700, 900, 1_000, 1_500, 2_000, 3_000].map((windowMs) => Number(settledAt) + windowMs))
    .filter((end) => end > model.time)
    .sort((a, b) => b - a);
  const end = fromTheEnd(ends, target);
  return end === undefined ? {} : { window: end + offsetMs };
}

function fromTheEnd<T>(items: readonly T[], place: number): T | undefined {
  return items[items.length - 1 - (place % Math.max(1, items.length))];
}
