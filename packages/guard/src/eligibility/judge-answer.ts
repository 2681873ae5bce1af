import { type ActionLookup, fieldOf } from '@bezoar/core/actions';
import { shownName } from '../request/shown-name.ts';

/**
 * Why an answer does not make the call eligible, or undefined. Every expected field must be there with exactly the
 * expected value; a field that is neither expected nor ignored denies too, since what it says was never considered: an
 * error, a dry run, a condition.
 */
// Attacker controls: nothing, unless the looked-up system is theirs.
export function answerFault(answer: unknown, { expect, ignore }: ActionLookup): string | undefined {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return 'the answer is no object';
  const prototype: unknown = Object.getPrototypeOf(answer);
  if (prototype !== null && prototype !== Object.prototype) return 'the answer is no plain object';
  for (const [field, expected] of expect) {
    if (fieldOf(answer, field) !== expected) return `\`${field}\` is not what is expected`;
  }
  if (ignore === 'any') return undefined;
  const extra = unexpected(answer, '', [...expect.keys(), ...ignore]);
  return extra === undefined ? undefined : `the answer has the field ${extra}, which nobody expects`;
}

/** A field, at any depth that the expectation speaks of, that nobody listed. */
function unexpected(value: object, prefix: string, known: readonly string[]): string | undefined {
  for (const key of Reflect.ownKeys(value)) {
    const path = `${prefix}${String(key)}`;
    if (typeof key !== 'symbol' && known.includes(path)) continue;
    const isPrefix = typeof key !== 'symbol' && known.some((one) => one.startsWith(`${path}.`));
    const inner = isPrefix ? (value as Record<string, unknown>)[key] : undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return shownName(path);
    const deeper = unexpected(inner, `${path}.`, known);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
