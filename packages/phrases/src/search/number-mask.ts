const DIGITS = /[0-9]+/g;
const DIGIT = /[0-9]/;
/** Numbers as words are numbers: amounts, dates and counts carry no phrase. `one`, `second` and the like are common words otherwise. */
const NUMBERS: ReadonlySet<string> = new Set(
  `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
  twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million`.split(/\s+/),
);

/** A normalised word with every run of digits as `0`, and every number word too. */
export function maskNumbers(word: string): string {
  if (NUMBERS.has(word)) return '0';
  return DIGIT.test(word) ? word.replace(DIGITS, '0') : word;
}
