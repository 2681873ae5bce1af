import { betaBinomialTail } from '@bezoar/core';
import type { ModelChange } from './incident.ts';

/** Most versions of the model that are remembered; the oldest go first. */
const MAX_VERSIONS = 32;

/** A version of the model, and what was requested under it. */
export interface ModelVersion {
  readonly model: string;
  readonly sinceMs: number;
  requests: number;
}

/** Counts an event under its version. `versions` is in the order of first sight. */
export function countVersion(versions: ModelVersion[], model: string, atMs: number, isRequest: boolean): void {
  let version = versions.find((one) => one.model === model);
  if (version === undefined) {
    version = { model, sinceMs: atMs, requests: 0 };
    versions.push(version);
    if (versions.length > MAX_VERSIONS) versions.shift();
  }
  if (isRequest) version.requests++;
}

/**
 * The change of the model that requests under `models` all came after: from the first of their versions on, provided that there
 * was an earlier one. The probability is that of all `accounts` falling behind the change by chance.
 */
export function changeBefore(
  versions: readonly ModelVersion[],
  models: readonly string[],
  accounts: number,
): ModelChange | undefined {
  const first = versions.findIndex(({ model }) => models.includes(model));
  const version = versions[first];
  if (version === undefined || first < 1) return undefined;
  const sum = (some: readonly ModelVersion[]): number => some.reduce((total, { requests }) => total + requests, 0);
  const requestsBefore = sum(versions.slice(0, first));
  const requestsAfter = sum(versions.slice(first));
  const share = requestsAfter / Math.max(1, requestsBefore + requestsAfter);
  return {
    model: version.model,
    sinceMs: version.sinceMs,
    requestsBefore,
    requestsAfter,
    probability: betaBinomialTail(accounts, accounts, share, 0),
  };
}
