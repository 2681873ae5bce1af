import fc from 'fast-check';

/** How much an action is about: as much as its variant says, or at the very edge of a ceiling of its account. */
export type AmountChoice = 'of-variant' | 'what-is-left' | 'one-more-than-is-left' | 'none';

/** One step of a history, in small numbers that are given a meaning when it is played: so that it shrinks well. */
export type Step =
  | {
      readonly kind: 'reserve';
      readonly action: number;
      readonly principal: number;
      readonly requester: number;
      readonly caller: number;
      readonly once: number | null;
      readonly request: number | null;
      readonly variant: number;
      readonly amount: AmountChoice;
      readonly isRefused: boolean;
      /** Null: no approval is demanded. */
      readonly people: { readonly quorum: number; readonly isListed: boolean; readonly present: number | null } | null;
    }
  /** As many requests for people's word as one account can think of, none of them the same. */
  | {
      readonly kind: 'flood';
      readonly action: number;
      readonly principal: number;
      readonly count: number;
      readonly quorum: number;
    }
  /** A former request once more, by the same caller or another one, with the approval that it asked for or without. */
  | { readonly kind: 'again'; readonly target: number; readonly isOwn: boolean; readonly isPresenting: boolean }
  | {
      readonly kind: 'settle';
      readonly target: number;
      /** Of those that were open before this transaction, rather than of all that were ever asked for. */
      readonly isOpen: boolean;
      readonly outcome: 'done' | 'failed' | 'unknown';
      readonly isOwn: boolean;
      readonly isOperator: boolean;
    }
  | {
      readonly kind: 'vote';
      readonly target: number;
      /** Of those that waited before this transaction, rather than of all that may have been made. */
      readonly isPending: boolean;
      readonly approver: number;
      readonly isListed: boolean;
      readonly decision: 'approve' | 'deny';
    }
  /** Two who count for anybody agree, and then one who is listed: what looser rules called approved waits again. */
  | { readonly kind: 'doubt'; readonly target: number }
  | { readonly kind: 'deny' }
  | { readonly kind: 'stop' | 'resume'; readonly action: number }
  /** Both readings go on, or both back. */
  | { readonly kind: 'pass'; readonly ms: number }
  /** One reading is another one's: a clock that was set. */
  | { readonly kind: 'skew'; readonly reading: 'window' | 'expiry'; readonly ms: number }
  /** To an instant at which something ends, a millisecond before or after it. */
  | {
      readonly kind: 'edge';
      readonly of: 'hold' | 'execution' | 'approval' | 'waiting';
      readonly target: number;
      readonly offsetMs: number;
    }
  /** Another policy from now on, or for one request only: an old process among new ones. */
  | { readonly kind: 'policy'; readonly policy: number };

/** A history, and how many operations share a transaction, turn by turn. */
export interface History {
  readonly steps: readonly Step[];
  readonly batches: readonly number[];
}

const small = (max: number): fc.Arbitrary<number> => fc.nat({ max });
/** Null once in so many times. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq });

const reserve: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('reserve' as const),
  action: fc.constantFrom(0, 0, 0, 1),
  principal: small(3),
  requester: fc.constantFrom(0, 0, 0, 1),
  caller: fc.constantFrom(0, 0, 0, 1),
  once: maybe(small(15), 10),
  request: maybe(small(5), 2),
  variant: small(3),
  amount: fc.constantFrom<AmountChoice[]>(
    ...(['of-variant', 'of-variant', 'of-variant', 'what-is-left', 'one-more-than-is-left', 'none'] as const),
  ),
  isRefused: fc.constantFrom(false, false, false, false, false, false, false, true),
  people: maybe(
    fc.record({ quorum: fc.constantFrom(1, 1, 2), isListed: fc.boolean(), present: maybe(small(4), 3) }),
    2,
  ),
});

const flood: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('flood' as const),
  action: small(1),
  principal: small(4),
  count: fc.constantFrom(2, 10, 19, 20, 21, 25),
  quorum: fc.constantFrom(1, 2),
});

const again: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('again' as const),
  target: small(5),
  isOwn: fc.constantFrom(true, true, true, false),
  isPresenting: fc.boolean(),
});

const settle: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('settle' as const),
  target: small(8),
  isOpen: fc.constantFrom(true, true, false),
  outcome: fc.constantFrom('done' as const, 'done' as const, 'failed' as const, 'unknown' as const),
  isOwn: fc.constantFrom(true, true, true, true, false),
  isOperator: fc.constantFrom(false, false, true),
});

const vote: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('vote' as const),
  target: small(4),
  isPending: fc.constantFrom(true, true, true, false),
  approver: small(5),
  isListed: fc.boolean(),
  decision: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'deny' as const),
});

const stop: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), action: small(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('resume' as const), action: small(2) }) },
);

const time: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: -150, max: 400 }) }),
  fc.record({
    kind: fc.constant('skew' as const),
    reading: fc.constantFrom('window' as const, 'expiry' as const),
    ms: fc.integer({ min: -2_000, max: 2_000 }),
  }),
  fc.record({
    kind: fc.constant('edge' as const),
    of: fc.constantFrom(...(['hold', 'hold', 'execution', 'approval', 'waiting'] as const)),
    target: small(5),
    offsetMs: fc.integer({ min: -1, max: 1 }),
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 32, arbitrary: reserve },
  { weight: 3, arbitrary: flood },
  { weight: 14, arbitrary: again },
  { weight: 25, arbitrary: settle },
  { weight: 18, arbitrary: vote },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('doubt' as const), target: small(4) }) },
  { weight: 14, arbitrary: time },
  { weight: 4, arbitrary: stop },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'deny' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('policy' as const), policy: small(4) }) },
);

/** Histories of up to a number of steps, in transactions of 1 to 20 operations. */
export function histories(options: { readonly maxSteps: number }): fc.Arbitrary<History> {
  return fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: options.maxSteps, size: 'max' }),
    batches: fc.array(fc.constantFrom(1, 1, 2, 3, 5, 8, 13, 20), { minLength: 1, maxLength: 6 }),
  });
}
