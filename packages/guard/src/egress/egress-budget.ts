import { type Clock, sha256 } from '@bezoar/core';
import { EgressRefused } from './egress-refused.ts';

/** How much may be asked of one origin within a sliding window. */
export interface EgressBudgetOptions {
  readonly windowMs: number;
  /** Distinct requests: method and URL. One with a body always counts as another. */
  readonly distinct: number;
  /** Requests, repetitions included. */
  readonly requests: number;
}

/**
 * The budget unless the caller says otherwise: in an hour 64 distinct requests to an origin, and 512 in all. A support
 * conversation looks up fewer than ten things, so this serves several at once; make one fetch for each session to bound a
 * session.
 *
 * What can leak to an allowed origin in a window without bodies is then at most
 *
 *     distinct * MAX_URL_BITS  +  requests * log2(distinct + 1)
 *     64 * 3203                +  512 * 6.03                      =  204,992 + 3,084  =  208,076 bits, about 26 kB
 *
 * where the second term is the order in which known URLs are repeated. A secret of 256 bits fits into one request:
 * the budget bounds bulk, and only exact paths without parameters keep a short secret in. When a request is made, and
 * whether at all, also says something, which no budget takes away.
 *
 * For a webhook sender, whose messages the guard itself writes, it is too small: give its fetch a budget of its own.
 */
export const DEFAULT_EGRESS_BUDGET: EgressBudgetOptions = { windowMs: 3_600_000, distinct: 64, requests: 512 };

/** Counts requests for each origin. */
export interface EgressBudget {
  /** Takes one request out of the budget of its origin, or throws an `EgressRefused`. */
  charge(request: {
    readonly origin: string;
    readonly method: string;
    readonly url: string;
    readonly hasBody: boolean;
  }): void;
}

interface OriginUse {
  /** Digest of a request to when it was last made, oldest first. */
  readonly seenAt: Map<string, number>;
  /** When each request was made, oldest first. */
  readonly times: number[];
}

/**
 * A budget in memory: at most `distinct` digests and `requests` times for each origin, and only origins of destinations
 * are charged. A clock that goes backwards frees nothing.
 */
export function createEgressBudget(options: EgressBudgetOptions, clock: Clock): EgressBudget {
  const uses = new Map<string, OriginUse>();
  let latest = Number.NEGATIVE_INFINITY;
  let bodies = 0;
  return {
    charge: ({ origin, method, url, hasBody }) => {
      latest = Math.max(latest, clock());
      const use = uses.get(origin) ?? { seenAt: new Map<string, number>(), times: [] };
      uses.set(origin, use);
      forget(use, latest - options.windowMs);
      if (use.times.length >= options.requests) {
        throw new EgressRefused('budget', `at most ${options.requests} requests to \`${origin}\` in a window`);
      }
      const key = hasBody ? `body ${bodies++}` : sha256(`${method} ${url}`);
      if (!use.seenAt.has(key) && use.seenAt.size >= options.distinct) {
        throw new EgressRefused('budget', `at most ${options.distinct} distinct requests to \`${origin}\` in a window`);
      }
      // Deleted first, so that the map stays in the order of time.
      use.seenAt.delete(key);
      use.seenAt.set(key, latest);
      use.times.push(latest);
    },
  };
}

function forget({ seenAt, times }: OriginUse, untilMs: number): void {
  for (const [key, at] of seenAt) {
    if (at > untilMs) break;
    seenAt.delete(key);
  }
  const kept = times.findIndex((at) => at > untilMs);
  times.splice(0, kept < 0 ? times.length : kept);
}
