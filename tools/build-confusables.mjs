// Rebuilds packages/core/src/text/confusable-table.ts from Unicode's confusables data (UTS #39), as shipped in
// the MIT-licensed Python package `confusable_homoglyphs`:
//
//   pip download --no-deps confusable_homoglyphs==3.3.1 && unzip confusable_homoglyphs-*.whl -d data
//   node tools/build-confusables.mjs data/confusable_homoglyphs/confusables.json
import { readFileSync, writeFileSync } from 'node:fs';

const ASCII = /^[a-z0-9]$/;
// Look-alikes at reading size that UTS #39 maps to another base letter or leaves out.
const ADDITIONS = {
  b: 'вƀ',
  e: 'εәɛ',
  h: 'нћђ',
  i: 'ι',
  k: 'кκқ',
  m: 'м',
  n: 'ηпɴ',
  t: 'тτ',
  u: 'μц',
  w: 'ωшщ',
  x: 'χ',
  y: 'ү',
};

const data = JSON.parse(readFileSync(process.argv[2], 'utf8'));
/** @type {Map<string, Set<string>>} */
const lookAlikes = new Map();
const add = (base, look) => {
  const composed = look.normalize('NFKC');
  if ([...composed].length !== 1 || composed.codePointAt(0) < 128 || !/[\p{L}\p{N}]/u.test(composed)) return;
  // A letter never folds to a digit: `За` is a word, not `3a`.
  if (/\d/.test(base) && !/\p{N}/u.test(composed)) return;
  if (!lookAlikes.has(base)) lookAlikes.set(base, new Set());
  lookAlikes.get(base).add(composed);
};
for (const [key, entries] of Object.entries(data)) {
  for (const { c } of entries) {
    if (ASCII.test(key.toLowerCase())) add(key.toLowerCase(), c);
    if (ASCII.test(c.toLowerCase())) add(c.toLowerCase(), key);
  }
}
for (const [base, looks] of Object.entries(ADDITIONS)) for (const look of looks) add(base, look);

// A letter that resembles several bases goes to the first letter, never to a digit: `о` is o, not 0.
// The palochka, which UTS #39 gives to `i`, is a bar without a dot in every typeface.
lookAlikes.get('i').delete('\u04cf');
lookAlikes.get('l').add('\u04cf');
const taken = new Set();
const bases = [...lookAlikes.keys()].sort((a, b) => Number(/\d/.test(a)) - Number(/\d/.test(b)) || (a < b ? -1 : 1));
const rows = bases.map((base) => {
  const looks = [...lookAlikes.get(base)].filter((look) => !taken.has(look)).sort();
  for (const look of looks) taken.add(look);
  const escaped = looks.map((look) => `\\u{${look.codePointAt(0).toString(16)}}`).join('');
  return `  ['${base}', '${escaped}'],`;
});
writeFileSync(
  new URL('../packages/core/src/text/confusable-table.ts', import.meta.url),
  `/**
 * Letters and digits of other scripts that look like an ASCII one, by the ASCII character they imitate.
 * Built by tools/build-confusables.mjs from Unicode's confusables data (UTS #39) and a few additions named there.
 */
// biome-ignore format: one row per base character
export const CONFUSABLES: readonly (readonly [base: string, lookAlikes: string])[] = [
${rows.join('\n')}
];
`,
);
