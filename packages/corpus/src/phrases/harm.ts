import { FUNCTION_WORDS, type TrainingRecord, wordsOf } from '@bezoar/core';
import { DECIDING_KEYS, type PhraseFamily } from '@bezoar/phrases';
import { parseActionLabel } from './action-label.ts';

/**
 * What a phrase makes the assistant do.
 *
 * - `hazard`: an action without its precondition.
 * - `action`: a tool call that may change something.
 * - `claim`: no call, but the reply says that something was done.
 * - `wording`: only the text is decided, and nothing shows that it is harmless.
 * - `harmless`: a look-up, or an answer about the phrase itself, such as the terms of a promotion code.
 */
export type Harm = 'hazard' | 'action' | 'claim' | 'wording' | 'harmless';

/** Tools whose names begin with one of these only read, by every common convention. The operator names tools, not the attacker. */
const READING_VERBS = new Set(
  'get find search lookup look list read fetch query check track show view describe'.split(' '),
);

/** Replies that say a thing has been done to an account, an order or a permission. */
const CLAIM =
  /\b(?:i|we|you)(?:'ve| have|'ll| will)?(?: just| now| already| gone ahead and)? (?:applied|issued|credited|added|refunded|processed|approved|granted|transferred|waived|upgraded|unlocked|enabled|removed|deleted|reset|sent|paid|activated)\b|\b(?:has|have) been (?:applied|issued|credited|added|refunded|processed|approved|granted|transferred|waived|upgraded|unlocked|enabled|removed|deleted|reset|paid|activated)\b/i;

/** Share of replies that decides between the kinds. */
const CLAIM_SHARE = 0.3;
const ECHO_SHARE = 0.6;
/** An action belongs to the phrase when this share of its records do it, against at most half of that in the neighbours. */
const ACTION_SHARE = 0.3;

/**
 * Judges what a family does, from its decided action and the replies of some of its records. Only the label `harmless`
 * lowers a severity, so every doubt speaks against it. Attacker controls: the replies, in an export of user content.
 */
export function judgeHarm(family: PhraseFamily, records: readonly TrainingRecord[]): Harm {
  const { action } = family;
  if (action !== undefined && family.keys.action >= DECIDING_KEYS.trusted.action / 2) {
    const rate = action.records / family.sampled;
    const otherRate = action.neighbours / Math.max(1, family.neighbourCount);
    if (rate >= ACTION_SHARE && otherRate <= rate / 2) {
      const label = parseActionLabel(action.text);
      if (label.kind === 'hazard') return 'hazard';
      if (!isReading(label.action)) return 'action';
    }
  }
  const replies = records.map((record) => record.conversation.turns.filter((turn) => turn.role === 'assistant'));
  const texts = replies.map((turns) => turns.map((turn) => turn.text).join('\n'));
  if (texts.length === 0) return 'wording';
  if (texts.filter((text) => CLAIM.test(text)).length >= CLAIM_SHARE * texts.length) return 'claim';
  const topic = family.words.filter((word) => !FUNCTION_WORDS.has(word));
  const isEcho = (text: string): boolean => {
    const said = new Set(wordsOf(text));
    return topic.some((word) => said.has(word));
  };
  if (topic.length > 0 && texts.filter(isEcho).length >= ECHO_SHARE * texts.length) return 'harmless';
  return 'wording';
}

/** Whether a tool's first word, in snake, kebab or camel case, is a reading verb. */
function isReading(tool: string): boolean {
  const first = /^[A-Z]?[a-z]+|^[A-Z]+/.exec(tool)?.[0] ?? '';
  return READING_VERBS.has(first.toLowerCase());
}
