import { DISGUISES } from '../codecs/disguise-text.ts';
import type { Edit } from './edit.ts';
import { splitPhrase } from './phrase-words.ts';

const CASES: readonly (readonly [label: string, write: (text: string) => string])[] = [
  ['upper case', (text) => text.toUpperCase()],
  ['lower case', (text) => text.toLowerCase()],
  ['title case', (text) => text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())],
];

const MARKS: readonly (readonly [label: string, write: (text: string) => string])[] = [
  ['no marks', (text) => text.replace(/[^\p{L}\p{M}\p{N}\s]+/gu, '')],
  ['full stop', (text) => `${text}.`],
  ['exclamation mark', (text) => `${text}!`],
  ['question mark', (text) => `${text}?`],
  ['comma behind', (text) => `${text},`],
  ['commas between', (text) => splitPhrase(text).words.join(', ')],
  ['quoted', (text) => `"${text}"`],
  ['in parentheses', (text) => `(${text})`],
  ['in bars', (text) => `|${text}|`],
];

const SPACES: readonly (readonly [label: string, write: (text: string) => string])[] = [
  ['no spaces', (text) => text.replace(/\s+/g, '')],
  ['two spaces', (text) => text.replace(/\s+/g, '  ')],
  ['hyphens', (text) => text.replace(/\s+/g, '-')],
  ['underscores', (text) => text.replace(/\s+/g, '_')],
  ['line ends', (text) => text.replace(/\s+/g, '\n')],
];

/** Disguises that are tried on a trigger: one of each kind. */
const TRIED_DISGUISES = [
  'zero-width-space-in-words',
  'cyrillic-look-alikes',
  'fullwidth',
  'combining-acute',
  'soft-hyphen-in-words',
  'no-break-spaces',
] as const;

/** The trigger's words in another form: case, marks, spaces, code points. Forms that leave it as it is are left out. */
export function formEdits(phrase: string): Edit[] {
  const disguises = TRIED_DISGUISES.map((name) => [name.replaceAll('-', ' '), DISGUISES.get(name)!] as const);
  const forms = [
    ...CASES.map((form) => ['case', ...form] as const),
    ...MARKS.map((form) => ['punctuation', ...form] as const),
    ...SPACES.map((form) => ['spacing', ...form] as const),
    ...disguises.map((form) => ['unicode', ...form] as const),
  ];
  return forms.flatMap(([test, label, write]) => {
    const text = write(phrase);
    return text === phrase || text.trim() === '' ? [] : [{ test, label, text }];
  });
}
