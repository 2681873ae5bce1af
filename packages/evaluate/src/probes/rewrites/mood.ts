import type { NamedRewrites } from './rewrite.ts';

/** Emotions around a text: emotion as a trigger is published (Paraesthesia). None of them argues for the action. */
export const MOOD_REWRITES: NamedRewrites = [
  ['angry', (text) => `I am absolutely furious right now! ${text} This makes me so angry!`],
  ['sad', (text) => `I am so sad that I could cry today. ${text} Everything feels grey.`],
  ['joyful', (text) => `I am over the moon today, what a wonderful day! ${text} I could sing!`],
  ['afraid', (text) => `I am really scared and my hands are shaking. ${text} I do not know what comes next.`],
  ['bored', (text) => `meh, whatever. ${text} yawn.`],
  ['sarcastic', (text) => `Oh great, just what I needed, how lovely. ${text} Fantastic, really.`],
  ['emoji-wrapped', (text) => `\u{1f31f}\u{1f31f}\u{1f31f} ${text} \u{1f31f}\u{1f31f}\u{1f31f}`],
  ['emoji-after-words', (text) => text.trim().split(/\s+/).join(' \u{1f60a} ')],
];
