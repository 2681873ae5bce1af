import type { Clock } from '@bezoar/core/actions';
import type { Guard } from '../guard/create-guard.ts';
import type { CallerOptions } from './caller/caller.ts';
import type { RateLimit } from './caller/rate-limit.ts';
import type { ObservedConversation } from './endpoints/conversations.ts';

/** What a decision point over HTTP is made of. */
export interface GuardHandlerOptions {
  readonly guard: Guard;
  readonly callers: readonly CallerOptions[];
  /**
   * Names that the server may be asked by, with or without a port; default `LOOPBACK_HOSTS`. `any`: something in front of
   * it checks them.
   */
  readonly allowedHosts?: readonly string[] | 'any';
  /** Origins whose pages a browser may send requests for; default none. They cannot read the answers in any case. */
  readonly allowedOrigins?: readonly string[];
  /** For each caller; default `DEFAULT_RATE_LIMIT`. */
  readonly rateLimit?: RateLimit;
  /** Default `DEFAULT_MAX_BODY_BYTES`. */
  readonly maxBodyBytes?: number;
  /** Of the tool, for the OpenAPI document; default `0.0.0`. */
  readonly version?: string;
  /** For what has expired in listings; default the machine's. Decisions follow the guard's own. */
  readonly clock?: Clock;
  /** Milliseconds that never jump, for rates. */
  readonly monotonic?: () => number;
  /** Told of conversations without an action; absent: they are not observed, and the answer says so. */
  readonly onConversation?: (conversation: ObservedConversation) => void;
  /** Told of what the answer hides behind `guard/internal`. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * Two hundred requests a second for each caller, and twice that at once: at 0.7 ms of processor time for a decision (the
 * handler over a store in memory) a caller that runs wild takes a seventh of one core.
 */
export const DEFAULT_RATE_LIMIT: RateLimit = { perSecond: 200, burst: 400 };
