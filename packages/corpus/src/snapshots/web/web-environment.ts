import type { Clock, Random } from '@bezoar/core';
import type { FetchLimits } from './fetch-limits.ts';

/** An address that a host name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Waits. Rejects with the signal's reason when aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** What fetching needs from outside, so that a run can be replayed. */
export interface WebEnvironment {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** For the spread of retries. */
  readonly random: Random;
  readonly limits: FetchLimits;
  /** How the fetcher names itself, such as `bezoar/0.1.0`. */
  readonly userAgent: string;
  /** Whether loopback, private and link-local addresses may be asked. */
  readonly allowPrivate: boolean;
  /** The name service; by default the system's. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>;
  readonly signal?: AbortSignal;
}
