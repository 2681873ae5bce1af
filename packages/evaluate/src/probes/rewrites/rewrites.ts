import type { Random } from '@bezoar/core';
import { DISGUISES } from '../codecs/disguise-text.ts';
import { ENCODERS } from '../codecs/encode-text.ts';
import { ProbeError } from '../probe-error.ts';
import { LAYOUT_REWRITES } from './layout.ts';
import { LETTER_CASE_REWRITES } from './letter-case.ts';
import { MOOD_REWRITES } from './mood.ts';
import { PUNCTUATION_REWRITES } from './punctuation.ts';
import { REGISTER_REWRITES } from './register.ts';
import type { Rewrite } from './rewrite.ts';
import { SPACING_REWRITES } from './spacing.ts';
import { SYNTAX_REWRITES } from './syntax.ts';

/** Every rewriting that a rewrite probe can name. Names are unique over all of them. */
export const REWRITES: ReadonlyMap<string, Rewrite> = new Map<string, Rewrite>([
  ...LETTER_CASE_REWRITES,
  ...REGISTER_REWRITES,
  ...SYNTAX_REWRITES,
  ...PUNCTUATION_REWRITES,
  ...SPACING_REWRITES,
  ...MOOD_REWRITES,
  ...LAYOUT_REWRITES,
  ...ENCODERS,
  ...DISGUISES,
]);

/** The text as a rewriting of `REWRITES` writes it. Throws a `ProbeError` on a name that nobody defined. */
export function rewriteText(name: string, text: string, random: Random): string {
  const rewrite = REWRITES.get(name);
  if (rewrite === undefined) throw new ProbeError('evaluate/rewrite-unknown', `there is no rewrite \`${name}\``);
  return rewrite(text, random);
}
