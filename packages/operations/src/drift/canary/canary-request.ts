import { type ActionAmount, type ActionPolicy, type Amount, formatAmount, sha256 } from '@bezoar/core';
import { type CanaryHeaders, headersFor } from './canary-headers.ts';

/** What a real tool is asked with. */
export interface CanaryRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  /** Holds secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The tightest ceiling of money: what one call may move at most. */
  readonly ceiling: Amount;
  /** The smallest amount above it. */
  readonly amount: Amount;
}

/** What makes one question different from the next. */
export interface CanaryQuestion {
  /** Digest of the document that asks. */
  readonly policy: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly headers: CanaryHeaders;
}

/** The question to an action's real tool; undefined where the action declares none. */
export function canaryRequest(
  action: ActionPolicy,
  { policy, now, headers }: CanaryQuestion,
): CanaryRequest | undefined {
  const { name, amount: where, canary } = action;
  const ceiling = tightestCeiling(action);
  if (canary === undefined || where === undefined || ceiling === undefined) return undefined;
  const amount = { ...ceiling, minor: ceiling.minor + 1 };
  // A tool that had its ceiling loosened must not repeat an earlier refusal, and so no two runs share a key.
  const key = sha256(JSON.stringify(['bezoar-canary', policy, name, amount, now])).slice(0, 32);
  return {
    method: canary.method,
    url: canary.url,
    headers: {
      ...Object.fromEntries(headersFor(name, headers)),
      accept: 'application/json',
      'content-type': 'application/json',
      'bezoar-canary': '1',
      'idempotency-key': `bezoar-canary-${key}`,
    },
    body: JSON.stringify(Object.fromEntries([...canary.arguments, [where.argument, written(amount, where)]])),
    ceiling,
    amount,
  };
}

/** The least that any ceiling of money allows: each one bounds a single call too, whatever its scope and window. */
function tightestCeiling({ ceilings }: ActionPolicy): Amount | undefined {
  return ceilings
    .flatMap(({ limit }) => ('currency' in limit ? [limit] : []))
    .reduce<Amount | undefined>(
      (least, one) => (least === undefined || one.minor < least.minor ? one : least),
      undefined,
    );
}

/** As the tool's argument has it. Major units are a text: as a number they would pass through floating point. */
function written(amount: Amount, { unit }: ActionAmount): number | string {
  return unit === 'minor' ? amount.minor : formatAmount(amount).slice(0, -` ${amount.currency}`.length);
}
