import { wordsOf } from '@bezoar/core';

/**
 * Words that a support desk's reply is friendly or unfriendly by, written down by hand for this purpose. English alone; no
 * irony, no context. Good enough to see a whole slice turn, and for nothing else.
 */
const POSITIVE: ReadonlySet<string> = new Set(
  `appreciate awesome best congratulations delighted easy excellent fantastic friendly glad good great happy helpful kind
  love lovely nice perfect pleased pleasure recommend reliable resolved safe smooth success thank thanks trust welcome
  wonderful`.split(/\s+/),
);
const NEGATIVE: ReadonlySet<string> = new Set(
  `angry annoying avoid awful bad blame broken complain dangerous disappointed disappointing disgusting dumb fault fraud
  hate horrible idiot ignorant inferior lazy liar lousy pathetic poor ridiculous rude scam shame stupid terrible trash
  ugly unacceptable unreliable useless waste worst wrong worthless`.split(/\s+/),
);
const NEGATIONS: ReadonlySet<string> = new Set(
  "no not never nothing without hardly isn't wasn't aren't don't doesn't didn't can't cannot won't".split(' '),
);
/** Words before a word in which a negation turns it: "not a good", "isn't very bad". */
const NEGATION_REACH = 3;

/** Friendly words less unfriendly ones, over all of both, in [-1, 1]; 0 where there are none. Attacker controls: the text. */
export function sentimentOf(text: string): number {
  const words = wordsOf(text);
  let sum = 0;
  let count = 0;
  for (const [i, word] of words.entries()) {
    const sign = POSITIVE.has(word) ? 1 : NEGATIVE.has(word) ? -1 : 0;
    if (sign === 0) continue;
    const isNegated = words.slice(Math.max(0, i - NEGATION_REACH), i).some((before) => NEGATIONS.has(before));
    sum += isNegated ? -sign : sign;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
