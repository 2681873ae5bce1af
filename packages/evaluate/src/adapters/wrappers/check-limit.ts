import { UsageError } from '@bezoar/core';

/** Throws a `UsageError` for a limit that limits nothing or everything: not a number, or below `least`. */
export function checkLimit(name: string, value: number | undefined, least: number): void {
  if (value === undefined || value >= least) return;
  throw new UsageError('evaluate/model-limit', `expected \`${name}\` to be at least ${least}, got ${value}`);
}
