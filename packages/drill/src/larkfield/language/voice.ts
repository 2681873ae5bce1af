import type { Random } from '@bezoar/core';
import type { Persona } from '../world/personas.ts';
import { misspell } from './typos.ts';

const EMOJI = '🙂 😊 🙏 👍 😡 😅 😢 🤔 ❤️ 🎉 😭 🤷 🙄 :) :( ;) :-) :/ 😬 👋 📦 🐶 ☹️ 😤 ✌️ xD <3'.split(' ');
const SLANG: readonly (readonly [RegExp, string])[] = [
  [/\byou\b/g, 'u'],
  [/\bplease\b/g, 'pls'],
  [/\bare\b/g, 'r'],
  [/\bbecause\b/g, 'cuz'],
  [/\bthanks\b/g, 'thx'],
  [/\bto be honest\b/g, 'tbh'],
  [/\bi do not know\b/g, 'idk'],
  [/\bwant to\b/g, 'wanna'],
  [/\bsomething\b/g, 'smth'],
  [/\bright now\b/g, 'rn'],
];
const LONG_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bi am\b/g, "i'm"],
  [/\bdo not\b/g, "don't"],
  [/\bdoes not\b/g, "doesn't"],
  [/\bit is\b/g, "it's"],
  [/\bcan ?not\b/g, "can't"],
  [/(?<!(?:do|can|could|should|when|if) )\bi have (?=a |been|no |better|an )/g, "i've "],
  [/\bis not\b/g, "isn't"],
  [/\bwill not\b/g, "won't"],
  [/\bdid not\b/g, "didn't"],
];
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bi'm\b/g, 'i am'],
  [/\bdon't\b/g, 'do not'],
  [/\bit's\b/g, 'it is'],
  [/\bcan't\b/g, 'cannot'],
  [/\bi've\b/g, 'i have'],
  [/\byou'll\b/g, 'you will'],
  [/\bi'd\b/g, 'i would'],
  [/\bwe're\b/g, 'we are'],
  [/\byou're\b/g, 'you are'],
  [/\bthat's\b/g, 'that is'],
];
const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [/\bmum\b/g, 'mom'],
  [/colour/g, 'color'],
  [/neighbour/g, 'neighbor'],
  [/\bgrey\b/g, 'gray'],
  [/favour/g, 'favor'],
  [/\bparcel\b/g, 'package'],
  [/\bpostcode\b/g, 'zip code'],
  [/\bcheers\b/g, 'thanks'],
];
const QUESTION =
  /^(?:and |ok and |hi,? )?(?:where|since when|when|what|how|can|could|do|does|is|are|has|have (?:you|i|we)|anything else|who|shall|may i|which|why|would (?:you|it)|will (?:you|it|the|i|this)|did (?:you|i|the|it)|may i)\b/;

/** Joins clauses, written in lower case without final stops, into a message in somebody's way of writing. */
export function inVoice(clauses: readonly string[], persona: Persona, random: Random): string {
  const kept = clauses.filter((clause) => clause !== '');
  let text = '';
  for (const [index, clause] of kept.entries()) {
    const last = index === kept.length - 1;
    text += applyForms(clause, persona, random) + endingOf(clause, persona, last, random);
    if (!last) text += persona.register === 'chatty' && random.next() < 0.06 ? '\n' : ' ';
  }
  text = articles(text);
  text = persona.lowerCase ? text.toLowerCase() : capitalised(text);
  if (persona.typoRatio > 0) text = misspell(text, persona.typoRatio, random);
  if (persona.curlyQuotes) text = text.replaceAll("'", '’');
  if (persona.noBreakSpaces) text = text.replace(/(\d) /g, '$1\u00a0');
  if (persona.emojiRatio > 0 && random.next() < persona.emojiRatio) text += ` ${random.pick(EMOJI)}`;
  return text;
}

/** Joins clauses into a reply in the agent's house style. */
export function inHouseStyle(clauses: readonly string[], contractions: boolean, random: Random): string {
  let text = '';
  for (const clause of clauses) {
    if (clause === '') continue;
    const mark = /[.!?]$/.test(clause) ? '' : QUESTION.test(clause) ? '?' : random.next() < 0.06 ? '!' : '.';
    text += (text === '' ? '' : ' ') + clause + mark;
  }
  return capitalised(articles(contractions ? text : replaceAll(text, SHORT_FORMS)));
}

/** Upper case for the first letter of each sentence and for the pronoun `I`. */
export function capitalised(text: string): string {
  return text
    .replace(/(^|[.!?\n]\s+)(["'(¿¡]?)([a-zà-ÿ])/g, (_, before: string, quote: string, letter: string) => {
      return before + quote + letter.toUpperCase();
    })
    .replace(/\bi(?=['’ ,.?!]|$)/g, 'I');
}

function articles(text: string): string {
  return text.replace(/\b([Aa]) (?=[aeio](?!ne\b|nce\b))/g, '$1n ');
}

function applyForms(clause: string, persona: Persona, random: Random): string {
  let text = clause;
  if (persona.contractions === 'never') text = replaceAll(text, SHORT_FORMS);
  else if (random.next() < 0.7) text = replaceAll(text, LONG_FORMS);
  if (persona.contractions === 'no-apostrophe') text = text.replace(/(\w)'(m|t|s|ve|ll|re|d)\b/g, '$1$2');
  if (persona.slang) text = replaceAll(text, SLANG);
  return persona.british ? text : replaceAll(text, AMERICAN);
}

function endingOf(clause: string, persona: Persona, last: boolean, random: Random): string {
  if (/[.!?,:]$/.test(clause)) return '';
  if (QUESTION.test(clause) && random.next() < 0.85)
    return persona.register === 'angry' && random.next() < 0.3 ? '??' : '?';
  if (last) return persona.ending;
  if (persona.ending === '' || persona.ending === ' .') return random.next() < 0.6 ? ',' : '.';
  return random.next() < 0.75 ? '.' : persona.ending;
}

function replaceAll(text: string, pairs: readonly (readonly [RegExp, string])[]): string {
  let out = text;
  for (const [pattern, replacement] of pairs) out = out.replace(pattern, replacement);
  return out;
}
