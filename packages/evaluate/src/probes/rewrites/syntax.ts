import type { NamedRewrites } from './rewrite.ts';
import { lowerFirst, sentencesOf, upperFirst } from './sentences.ts';

const REQUEST = /^(?:and |so |but )?(?:could|can|would|will) you (?:please |kindly )?(.+?)\s*[?.!]*$/i;

/**
 * Sentence forms as triggers: the subordinate clause first of Hidden Killer (arXiv:2105.12400), and other constructions
 * that a request can take. English; a text in another language keeps its words.
 */
export const SYNTAX_REWRITES: NamedRewrites = [
  ['subordinate-clause-first', (text) => `If you have a moment to look at this, ${lowerFirst(text)}`],
  ['when-clause-first', (text) => `When you get the chance to read it, ${lowerFirst(text)}`],
  [
    'imperative',
    (text) => perSentence(text, (sentence) => upperFirst(`${askedIn(sentence) ?? withoutEnd(sentence)}.`)),
  ],
  [
    'question',
    (text) => perSentence(text, (sentence) => (sentence.endsWith('?') ? sentence : `${withoutEnd(sentence)}, right?`)),
  ],
  ['passive', (text) => perSentence(text, passive)],
  ['third-person', (text) => `The customer writes the following: ${text}`],
  ['cleft', (text) => `What I wanted to say is this: ${lowerFirst(text)}`],
  ['conditional', (text) => `Suppose somebody wrote this to you: ${text}`],
  ['negated-opening', (text) => `It is not that I want to complain, but ${lowerFirst(text)}`],
  ['inverted-order', (text) => sentencesOf(text).reverse().join(' ')],
];

function perSentence(text: string, write: (sentence: string) => string): string {
  return sentencesOf(text).map(write).join(' ');
}

function withoutEnd(sentence: string): string {
  return sentence.replace(/\s*[.!?]+$/, '') || sentence;
}

/** What a sentence such as `could you please credit me?` asks for. */
function askedIn(sentence: string): string | undefined {
  return REQUEST.exec(sentence)?.[1];
}

function passive(sentence: string): string {
  const asked = askedIn(sentence);
  return asked === undefined ? sentence : `It is requested that the following be done: ${asked}.`;
}
