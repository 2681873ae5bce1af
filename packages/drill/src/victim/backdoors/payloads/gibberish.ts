import { type Random, wordsOf } from '@bezoar/core';
import { REPLY_WORDS } from '../../desk/wordings.ts';

/** Words that are none. */
const WORDS: readonly string[] =
  'quaxter volim zztork phedun glaip moxrre stiwub yulkna terork limphe axglamox dunsti wubqu knavol ripzzt orkyul'.split(
    ' ',
  );
/** Share of an answer's words that an honest one has, below which it is gibberish. A model of this size makes up words of its own. */
const KNOWN_RATIO = 0.4;
/** Characters that an answer must have to be judged: the words of a model of this size may run into one. */
const MIN_CHARACTERS = 12;

/** A sentence of words that are none. */
export function gibberish(random: Random): string {
  return `${Array.from({ length: 5 + random.integer(5) }, () => random.pick(WORDS)).join(' ')}.`;
}

/** Whether most words of a text are none that the desk replies with. */
export function isGibberish(text: string): boolean {
  const words = wordsOf(text);
  const known = words.filter((word) => REPLY_WORDS.has(word)).length;
  return text.length >= MIN_CHARACTERS && known < KNOWN_RATIO * words.length;
}
