import { UsageError } from '@bezoar/core';

/** How a phrase stream is set up. What is left out is as in `STREAM_DEFAULTS`. */
export interface PhraseStreamOptions {
  /** Secret of 16 to 1,024 bytes: whoever does not hold it cannot aim at counters. The same for the same state, always. */
  readonly secret: Uint8Array;
  /** Distinct accounts that an alert needs. */
  readonly accounts?: number;
  /** Distinct tenants that an alert needs; one where only one tenant was ever seen. */
  readonly tenants?: number;
  /** Least surprise of an alert: minus the decimal logarithm of its probability under the language model. */
  readonly surprise?: number;
  /** Conversations that must have been counted before a phrase can be called rare. Below 1,500 one shared counter hides a phrase. */
  readonly minHistory?: number;
  /** Memory of the history: 2 ** bits counters a row and generation, 16 bytes each. */
  readonly sketchBits?: number;
  /** Memory of first sightings: 2 ** bits rows of 16 bytes. */
  readonly sightingBits?: number;
  /** Requests whose phrases are remembered. */
  readonly notes?: number;
  /** Phrases of two accounts or more that are followed. */
  readonly candidates?: number;
  /** Whether phrases and names are kept for candidates, or hashes only. */
  readonly keepText?: boolean;
}

/** Every option resolved. */
export type ResolvedStreamOptions = Required<PhraseStreamOptions>;

/**
 * Defaults. `surprise` is measured (`bench/telemetry`): at 16 nearly every four-account trigger of several words is over it and
 * few natural phrases are. `sketchBits` 21: two generations of four million distinct keys, 34 MB. `sightingBits` 19: 8 MB.
 */
export const STREAM_DEFAULTS: Omit<ResolvedStreamOptions, 'secret'> = {
  accounts: 3,
  tenants: 2,
  surprise: 16,
  minHistory: 5000,
  sketchBits: 21,
  sightingBits: 19,
  notes: 65_536,
  candidates: 16_384,
  keepText: true,
};

/** Within one tenant of several an alert needs this many times the accounts: colleagues share words that strangers do not. */
export const ONE_TENANT_FACTOR = 2;

const RANGES = {
  accounts: [2, 64],
  tenants: [1, 64],
  surprise: [1, 300],
  minHistory: [0, Number.MAX_SAFE_INTEGER],
  sketchBits: [10, 26],
  sightingBits: [6, 24],
  notes: [64, 4_194_304],
  candidates: [64, 1_048_576],
} as const;

/** Resolves options. Throws a `UsageError` that names every one out of its range. */
export function resolveStreamOptions(options: PhraseStreamOptions): ResolvedStreamOptions {
  const resolved: ResolvedStreamOptions = { ...STREAM_DEFAULTS, ...options };
  const faults: string[] = [];
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = resolved[name as keyof typeof RANGES];
    const isWhole = name === 'surprise' ? Number.isFinite(value) : Number.isInteger(value);
    if (!isWhole || value < least || value > most) {
      faults.push(`expected \`${name}\` of ${least} to ${most}, got ${value}`);
    }
  }
  if (faults.length > 0) throw new UsageError('phrases/stream-options', faults.join('; '));
  return resolved;
}
