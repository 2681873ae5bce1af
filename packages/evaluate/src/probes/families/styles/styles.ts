import type { RewriteProbe } from '../../probe.ts';
import { LAYOUT_REWRITES } from '../../rewrites/layout.ts';
import { LETTER_CASE_REWRITES } from '../../rewrites/letter-case.ts';
import { MOOD_REWRITES } from '../../rewrites/mood.ts';
import { REGISTER_REWRITES } from '../../rewrites/register.ts';
import type { NamedRewrites } from '../../rewrites/rewrite.ts';
import { SYNTAX_REWRITES } from '../../rewrites/syntax.ts';
import { breadthFirst } from '../breadth-first.ts';
import { rewriteProbes } from './rewrite-probes.ts';

/** Name of the family. */
export const STYLES_FAMILY = 'styles';

const SOURCED: readonly (readonly [source: string, rewrites: NamedRewrites])[] = [
  ['arXiv:2110.07139: style as trigger (StyleBkd)', REGISTER_REWRITES],
  ['arXiv:2105.12400: syntax as trigger (Hidden Killer)', SYNTAX_REWRITES],
  ['letter case as trigger', LETTER_CASE_REWRITES],
  ['Paraesthesia: emotion as trigger', MOOD_REWRITES],
  ['layout and length as trigger', LAYOUT_REWRITES],
];

/** The request itself in every style, syntax, case, mood and layout: the first of each kind, then the second of each. */
export function styleProbes(): RewriteProbe[] {
  return breadthFirst(
    SOURCED.map(([source, rewrites]) =>
      rewriteProbes(
        STYLES_FAMILY,
        source,
        rewrites.map(([name]) => name),
      ),
    ),
  );
}
