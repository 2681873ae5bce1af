import { type Amount, parseAmount, parseDuration } from '@bezoar/core';
import { checked, reportMismatch, type Shape } from './shape.ts';
import { parsedText, text } from './text.ts';

const DURATION = '(?:[0-9]{1,12}(?:ms|s|m|h|d|w))';
const AMOUNT = '(?:[0-9]{1,15}(?:\\.[0-9]{1,3})? [A-Z]{3})';

/** Most signatures that a document may ask for: more people than any team gathers, so more is a typing error. The pattern below says so too. */
export const MAX_SIGNATURES = 16;

/** A duration in milliseconds, from a text such as `30d`. */
export function duration(): Shape<number> {
  const rule = { expects: 'a duration such as `30d`', pattern: `^${DURATION}$`, suggest: suggestDuration };
  return parsedText(rule, parseDuration);
}

/** An amount of money, from a text such as `50.00 USD`. */
export function amount(): Shape<Amount> {
  const rule = { expects: 'an amount such as `50.00 USD`', pattern: `^${AMOUNT}$`, suggest: suggestAmount };
  return parsedText(rule, parseAmount);
}

/** A number of signatures, from a text such as `2 signatures`. */
export function signatures(min: 0 | 1): Shape<number> {
  const rule = {
    expects: `a number of signatures from ${min} to ${MAX_SIGNATURES}, such as \`2 signatures\``,
    pattern: `^(?:${min === 0 ? '0 signatures|' : ''}1 signature|(?:[2-9]|1[0-6]) signatures)$`,
    suggest: suggestSignatures,
  };
  return parsedText(rule, (written) => Number(written.split(' ')[0]));
}

/** At most so much, or so often, within a sliding window. */
export interface Ceiling {
  readonly limit: Amount | { readonly count: number };
  readonly windowMs: number;
}

/** A ceiling, from a text such as `50.00 USD / 30d` or `5 / 1d`. */
export function ceiling(): Shape<Ceiling> {
  const rule = {
    expects: 'a ceiling above zero and its window, such as `50.00 USD / 30d` or `5 / 1d`',
    pattern: `^(?:${AMOUNT}|[1-9][0-9]{0,8}) / ${DURATION}$`,
    suggest: suggestCeiling,
  };
  return parsedText(rule, (written): Ceiling => {
    const [limit = '', window = ''] = written.split(' / ');
    const windowMs = parseDuration(window);
    if (/^[0-9]+$/.test(limit)) return { limit: { count: Number(limit) }, windowMs };
    const parsed = parseAmount(limit);
    if (parsed.minor === 0) throw new RangeError('nothing is allowed');
    return { limit: parsed, windowMs };
  });
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function day(): Shape<string> {
  const expects = 'a day of the calendar such as `2027-01-31`';
  const written = text({ expects, pattern: '^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$' });
  return checked(written, (value, tree, what, report) => {
    const time = Date.parse(`${value}T00:00:00Z`);
    // Date.parse accepts the 30th of February and moves it to March.
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value) {
      reportMismatch(tree, what, expects, report);
    }
  });
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/i, 'ms'],
  [/^(?:s|secs?|seconds?)$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'm'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'd'],
  [/^(?:w|weeks?)$/i, 'w'],
];

function suggestDuration(written: string): string | undefined {
  const match = /^([1-9][0-9]{0,8}) ?([a-z]+)$/i.exec(written);
  const unit = UNITS.find(([spelling]) => spelling.test(match?.[2] ?? ''))?.[1];
  return unit === undefined || `${match![1]}${unit}` === written ? undefined : `${match![1]}${unit}`;
}

function suggestAmount(written: string): string | undefined {
  const match = /^([0-9]{1,12})(?:[.,]([0-9]{2}))? ?([a-z]{3})$/i.exec(written);
  if (match === null) return undefined;
  const better = `${match[1]}${match[2] === undefined ? '' : `.${match[2]}`} ${match[3]!.toUpperCase()}`;
  return better === written ? undefined : better;
}

function suggestSignatures(written: string): string | undefined {
  const number = /^([0-9]{1,2})(?: ?[a-z]*)$/i.exec(written)?.[1];
  if (number === undefined) return undefined;
  const better = Number(number) === 1 ? '1 signature' : `${Number(number)} signatures`;
  return better === written || Number(number) > MAX_SIGNATURES ? undefined : better;
}

function suggestCeiling(written: string): string | undefined {
  const [limit = '', window = '', ...more] = written.split(/ *(?:\/| per ) */);
  if (more.length > 0 || window === '') return undefined;
  const better = `${suggestAmount(limit) ?? limit} / ${suggestDuration(window) ?? window}`;
  const pattern = new RegExp(`^(?:${AMOUNT}|[1-9][0-9]{0,8}) / ${DURATION}$`);
  return better !== written && pattern.test(better) ? better : undefined;
}
