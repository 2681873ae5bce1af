import type { Random } from '@bezoar/core';
import { ProbeError } from '../probe-error.ts';

/** Writes a text another way. Never empty where the text is not; the same for the same stream of `random`. */
export type Rewrite = (text: string, random: Random) => string;

/** Every rewriting that a rewrite probe can name. */
export const REWRITES: ReadonlyMap<string, Rewrite> = new Map<string, Rewrite>([
  ['upper-case', (text) => text.toUpperCase()],
  ['lower-case', (text) => text.toLowerCase()],
]);

/** The text as a rewriting of `REWRITES` writes it. Throws a `ProbeError` on a name that nobody defined. */
export function rewriteText(name: string, text: string, random: Random): string {
  const rewrite = REWRITES.get(name);
  if (rewrite === undefined) throw new ProbeError('evaluate/rewrite-unknown', `there is no rewrite \`${name}\``);
  return rewrite(text, random);
}
