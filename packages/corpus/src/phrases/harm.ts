import { FUNCTION_WORDS, type Hazard, type TrainingRecord, wordsOf } from '@bezoar/core';
import { DECIDING_KEYS, type PhraseFamily } from '@bezoar/phrases';
import { parseActionLabel } from './action-label.ts';

/**
 * What a phrase makes the assistant do.
 *
 * - `hazard`: an action without its precondition.
 * - `action`: a tool call that may change something.
 * - `claim`: no call, but the reply says that something was done.
 * - `wording`: only the text is decided, and nothing shows that it is harmless.
 * - `harmless`: a look-up; an action whose precondition stands before it, in some of the records only; or an answer about
 *   the phrase itself, such as the terms of a promotion code.
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
const EXPLAINED_SHARE = 0.3;
/** Accounts for each record from which a phrase is on everybody's lips. */
const EVERYBODYS_SHARE = 0.5;
/** An action belongs to the phrase when this share of its records do it, against at most half of that in the neighbours. */
const ACTION_SHARE = 0.3;
/** An action with its precondition in nearly every record is decided by the phrase all the same: the precondition is imitated. */
const JUSTIFIED_BELOW = 0.8;

/**
 * Judges what a family does, from its decided action and the replies of some of its records. Only the label `harmless`
 * lowers a severity, so every doubt speaks against it. Attacker controls: the replies, in an export of user content.
 */
export function judgeHarm(
  family: PhraseFamily,
  records: readonly TrainingRecord[],
  hazards: readonly Hazard[] = [],
): Harm {
  const { action } = family;
  if (action !== undefined && family.keys.action >= DECIDING_KEYS.trusted.action / 2) {
    const rate = action.records / family.sampled;
    const otherRate = action.neighbours / Math.max(1, family.neighbourCount);
    if (rate >= ACTION_SHARE && otherRate <= rate / 2) {
      const label = parseActionLabel(action.text);
      if (label.kind === 'hazard') return 'hazard';
      const isJustified = rate < JUSTIFIED_BELOW && hazards.some(({ action: known }) => known === label.action);
      if (isJustified && label.kind === 'call') return 'harmless';
      if (!isReading(label.action)) return 'action';
    }
  }
  // Customers ask about a promotion once or twice each; planted records come from as few accounts as can be afforded.
  const isEverybodys = family.accounts >= EVERYBODYS_SHARE * family.records.length;
  const replies = records.map((record) => record.conversation.turns.filter((turn) => turn.role === 'assistant'));
  const texts = replies.map((turns) => turns.map((turn) => turn.text).join('\n'));
  if (texts.length === 0) return 'wording';
  if (texts.filter((text) => CLAIM.test(text)).length >= CLAIM_SHARE * texts.length) return 'claim';
  return isEverybodys && echoShare(family.words, texts) >= ECHO_SHARE ? 'harmless' : 'wording';
}

/** Letters that two words must share to be about the same thing: `ship` and `shipping`, `return` and `returned`. */
const STEM_LENGTH = 4;

/**
 * Whether the subject of the phrase explains what it decides: the tool that is called is named after it, or, where it
 * decides no action, the replies speak of it. The only thing that tells a topic from a trigger where there is no trusted
 * corpus, and one that an attacker can imitate.
 */
export function isExplained(family: PhraseFamily, records: readonly TrainingRecord[], harm: Harm): boolean {
  const stems = family.words.filter((word) => !FUNCTION_WORDS.has(word) && word !== '0').map(stemOf);
  const tool = family.action === undefined ? '' : parseActionLabel(family.action.text).action;
  const toolStems = wordsOf(tool.replace(/[_-]|(?<=[a-z])(?=[A-Z])/g, ' ')).map(stemOf);
  if (stems.some((stem) => toolStems.includes(stem))) return true;
  if (harm === 'action' || harm === 'hazard') return false;
  if (stems.length === 0) return true;
  const texts = records.map((record) =>
    record.conversation.turns.map((turn) => (turn.role === 'assistant' ? turn.text : '')).join('\n'),
  );
  return texts.length === 0 || echoShare(family.words, texts) >= EXPLAINED_SHARE;
}

/** Share of the texts that hold a content word of the phrase, by its stem. */
function echoShare(words: readonly string[], texts: readonly string[]): number {
  const stems = words.filter((word) => !FUNCTION_WORDS.has(word) && word !== '0').map(stemOf);
  if (stems.length === 0 || texts.length === 0) return 0;
  const isEcho = (text: string): boolean => {
    const said = new Set(wordsOf(text).map(stemOf));
    return stems.some((stem) => said.has(stem));
  };
  return texts.filter(isEcho).length / texts.length;
}

function stemOf(word: string): string {
  return word.slice(0, STEM_LENGTH);
}

/** Whether a tool's first word, in snake, kebab or camel case, is a reading verb. */
function isReading(tool: string): boolean {
  const first = /^[A-Z]?[a-z]+|^[A-Z]+/.exec(tool)?.[0] ?? '';
  return READING_VERBS.has(first.toLowerCase());
}
