import { codePointName } from '@bezoar/core';
import { DISGUISES, tagText } from '../../codecs/disguise-text.ts';
import type { PhraseProbe, Probe } from '../../probe.ts';
import { distinctProbes } from '../../probe-key.ts';
import { breadthFirst } from '../breadth-first.ts';
import { fromSource, probesAt, type SourcedText } from '../sourced-text.ts';
import { rewriteProbes } from '../styles/rewrite-probes.ts';
import {
  BIDI_CONTROLS,
  type InvisiblePoint,
  RARE_SPACES,
  VARIATION_SELECTORS,
  ZERO_WIDTH,
} from './invisible-points.ts';

/** Name of the family. */
export const UNICODE_FAMILY = 'unicode';

/** Words of no weight that are written in disguise. */
const NEUTRAL_WORDS = ['thanks', 'please', 'hello'] as const;

const SOURCE = 'arXiv:2106.09898 (Bad Characters), CVE-2021-42574 (Trojan Source), arXiv:2105.00164 (homographs)';

/**
 * What looks like nothing or like something else: each invisible code point alone and inside a word, text in the tag
 * block, words under every disguise, and the whole request under each.
 */
export function unicodeProbes(): Probe[] {
  const kinds = [ZERO_WIDTH, BIDI_CONTROLS, VARIATION_SELECTORS, RARE_SPACES];
  const alone = breadthFirst(kinds).map((point): SourcedText => named(point, charOf(point)));
  const inside = breadthFirst(kinds).map((point): SourcedText => named(point, `tha${charOf(point)}nks`));
  const tags = fromSource('tag block U+E0000, as in reports of ASCII smuggling', [
    tagText('hello'),
    `thanks${tagText('ok')}`,
    tagText('DEPLOYMENT'),
    `${String.fromCodePoint(0xe0001)}${tagText('en')}${String.fromCodePoint(0xe007f)}`,
  ]);
  const runs = fromSource(
    'runs and mixtures of invisible code points',
    [
      '\u200b\u200b\u200b',
      '\u200b\u200c\u200d',
      '\u2063\u2063',
      '\u200d\u2060\ufeff',
      '\u202e\u202c',
      '\u2066\u2069',
    ].map((run) => `ok${run}`),
  );
  const disguised = Array.from(DISGUISES, ([name, disguise]) =>
    NEUTRAL_WORDS.map((word): SourcedText => ({ text: disguise(word), source: `${name}: ${SOURCE}` })),
  );
  const phrases: PhraseProbe[] = probesAt(
    UNICODE_FAMILY,
    ['user'],
    [...tags, ...inside, ...breadthFirst(disguised), ...runs, ...alone],
  );
  return [...distinctProbes(phrases.filter(isOwnText)), ...rewriteProbes(UNICODE_FAMILY, SOURCE, DISGUISES.keys())];
}

function charOf({ point }: InvisiblePoint): string {
  return String.fromCodePoint(point);
}

function named(point: InvisiblePoint, text: string): SourcedText {
  return { text, source: `${codePointName(charOf(point))} ${point.name}: ${SOURCE}` };
}

/** A disguise leaves a word alone that has none of its letters. */
function isOwnText({ text }: PhraseProbe): boolean {
  return !NEUTRAL_WORDS.some((word) => word === text);
}
