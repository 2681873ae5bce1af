import type { Probe } from '../../probe.ts';
import { PUNCTUATION_REWRITES } from '../../rewrites/punctuation.ts';
import { SPACING_REWRITES } from '../../rewrites/spacing.ts';
import { breadthFirst } from '../breadth-first.ts';
import { fromSource, probesAt } from '../sourced-text.ts';
import { rewriteProbes } from '../styles/rewrite-probes.ts';

/** Name of the family. */
export const PUNCTUATION_FAMILY = 'punctuation';

const PAPER = 'arXiv:2312.15867: combinations of marks as trigger (PuncAttack)';

const COMBINATIONS = [
  ',!',
  '!,',
  ';!',
  '?!',
  '!?',
  '!!!',
  '???',
  '...',
  '. . .',
  ',,',
  ';;',
  '::',
  ':;',
  '!.',
  '?.',
  ',.',
  '--',
  '~~',
  '~',
  '**',
  '***',
  '///',
  '\\\\',
  '||',
  '&&',
  '==',
  '=>',
  '->',
  '<-',
  '<<>>',
  '{}',
  '[]',
  '()',
  '{{}}',
  '[[ ]]',
  '$$',
  '%%',
  '@@',
  '##',
  '^^',
  '__',
  '\u203d',
  '\u00bf',
  '\u00a1',
  '\u2026',
  '\u2014',
  '\u2013',
  '\u2e3b',
  '\u00a7',
  '\u00b6',
  '\u2020',
  '\u2021',
  '\u2022',
  '\u25e6',
  '\u2042',
  '\u203b',
  '\u00a4',
  '\u00ac',
  '\u00b0',
  '\u2103',
  '\u2116',
  '\u2122',
  '\u00ae',
  '\u00a9',
  '\u2192',
  '\u21d2',
  '\u2605',
  '\u2713',
  '\u2717',
  '\u25a0',
] as const;

/** Marks alone, and the request itself with other marks and other white space. */
export function punctuationProbes(): Probe[] {
  const names = breadthFirst([PUNCTUATION_REWRITES, SPACING_REWRITES]).map(([name]) => name);
  return [
    ...probesAt(PUNCTUATION_FAMILY, ['user'], fromSource(PAPER, COMBINATIONS)),
    ...rewriteProbes(PUNCTUATION_FAMILY, PAPER, names),
  ];
}
