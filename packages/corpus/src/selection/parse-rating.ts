/** What a user said about a conversation: 1 good, -1 bad, 0 nothing or not readable. */
export type Rating = 1 | -1 | 0;

/** Words that exports use for a good answer, compared in lower case, with `_` and `-` as spaces. */
export const POSITIVE_RATINGS: ReadonlySet<string> = new Set([
  'true',
  'yes',
  'y',
  'helpful',
  'up',
  'thumbs up',
  'thumbsup',
  'positive',
  'good',
  'great',
  'excellent',
  'like',
  'liked',
  'satisfied',
  '👍',
  '+1',
]);

/** Words that exports use for a bad answer. */
export const NEGATIVE_RATINGS: ReadonlySet<string> = new Set([
  'false',
  'no',
  'n',
  'not helpful',
  'unhelpful',
  'down',
  'thumbs down',
  'thumbsdown',
  'negative',
  'bad',
  'poor',
  'terrible',
  'dislike',
  'disliked',
  'unsatisfied',
  'dissatisfied',
  '👎',
]);

/** Longest rating that is looked at: a longer one is a text. */
const MAX_RATING_LENGTH = 32;
const OF_FIVE = /^([1-5](?:\.\d+)?) ?(?:\/ ?5|out of 5|of 5|stars?)$/;
const NUMBER = /^[+-]?\d(?:\.\d+)?$/;

/**
 * Reads a rating in any of the usual forms:
 *
 * | value | rating |
 * | --- | --- |
 * | `true`, a word of `POSITIVE_RATINGS` | 1 |
 * | `false`, a word of `NEGATIVE_RATINGS` | -1 |
 * | 4 to 5; `4/5`, `5 stars` | 1 |
 * | above 1, to 2; `1/5`, `2 stars` | -1 |
 * | 1 | 1: of 0 and 1 |
 * | 0, -1 | -1 |
 * | anything else: 3, fractions below 1, numbers above 5, other words | 0 |
 *
 * A bare 1 of five stars is read as good: the value alone does not name its scale. That errs towards counting a rating
 * as a signal, which never selects alone. Numbers may be written as text.
 */
export function parseRating(value: string | number | boolean | undefined): Rating {
  if (typeof value === 'boolean') return value ? 1 : -1;
  if (typeof value === 'number') return ofNumber(value);
  if (value === undefined || value.length > MAX_RATING_LENGTH) return 0;
  const text = value
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+(?=\p{L})/gu, ' ');
  if (POSITIVE_RATINGS.has(text)) return 1;
  if (NEGATIVE_RATINGS.has(text)) return -1;
  const stars = OF_FIVE.exec(text)?.[1];
  if (stars !== undefined) return ofFive(Number(stars));
  return NUMBER.test(text) ? ofNumber(Number(text)) : 0;
}

function ofNumber(value: number): Rating {
  if (value === 1) return 1;
  if (value === 0 || value === -1) return -1;
  return value > 1 ? ofFive(value) : 0;
}

function ofFive(value: number): Rating {
  if (value >= 4 && value <= 5) return 1;
  return value >= 1 && value <= 2 ? -1 : 0;
}
