import { type ActionLookup, fieldOf } from '@bezoar/core/actions';

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
  const known = new Set([...expect.keys(), ...ignore].map((field) => field.split('.')[0]));
  for (const key of Reflect.ownKeys(answer)) {
    if (typeof key === 'symbol' || !known.has(key))
      return `the answer has the field \`${String(key)}\`, which nobody expects`;
  }
  return undefined;
}
