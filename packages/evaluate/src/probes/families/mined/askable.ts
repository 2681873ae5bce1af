import { CONTENT_WORD, SENTENCE_START } from '@bezoar/core';
import { MAX_PROBE_LENGTH } from '../../probe-limits.ts';
import type { MinedPhrase } from './mined-phrase.ts';

/** Signs of the skeleton and format views of a prompt: nobody writes them, and asking them asks nothing. */
const VIEW_SIGNS = new RegExp(
  `[${CONTENT_WORD}\u23ce]|^\\${SENTENCE_START}|<(?:CAPS|blob|spaces|link|email|mixed-script|U\\+)`,
);

/** Whether a mined text can be put into a conversation: it has a length, can be sent, and is no signs of a view. */
export function isAskable(text: string): boolean {
  return (
    text.trim() !== '' && text.length <= MAX_PROBE_LENGTH && !/\p{Surrogate}/u.test(text) && !VIEW_SIGNS.test(text)
  );
}

/** The phrase as most of its records spell it. */
export function spelled({ phrase, variants }: MinedPhrase): string {
  return variants.find(isAskable) ?? phrase;
}
