import type { ReaderLimits } from '../limits.ts';
import type { Problem } from '../unreadable.ts';

/** Size of a parsed JSON value. */
export interface Extent {
  /** Object members at every depth. */
  readonly members: number;
}

/**
 * Measures a parsed JSON value and stops at the first limit it exceeds (CWE-674, CWE-770). A number that JSON can write
 * but a double cannot hold is a problem too, because its value is lost.
 */
export function measureValue(value: unknown, limits: ReaderLimits): Extent | Problem {
  const count: Count = { members: 0, values: 0 };
  const problem = visit(value, 0, count, limits);
  return problem ?? { members: count.members };
}

interface Count {
  members: number;
  values: number;
}

/** INVARIANT: recursion ends at `maxDepth`, whatever the value. */
function visit(value: unknown, depth: number, count: Count, limits: ReaderLimits): Problem | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : INFINITE;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= limits.maxDepth) {
    return { code: 'too-deep', reason: `the record nests deeper than ${limits.maxDepth} levels` };
  }
  const isList = Array.isArray(value);
  const items: readonly unknown[] = isList ? value : Object.values(value);
  if (!isList) count.members += items.length;
  count.values += items.length;
  if (count.values > limits.maxFields) {
    return { code: 'too-many-fields', reason: `the record holds more than ${limits.maxFields} values` };
  }
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (typeof item === 'string') continue;
    const problem = visit(item, depth + 1, count, limits);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const INFINITE: Problem = { code: 'not-json', reason: 'a number is too large to be represented' };
