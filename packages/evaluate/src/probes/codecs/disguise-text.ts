/** Look-alikes of Latin letters (UTS #39), Cyrillic first and Greek second, where there is one. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: '\u0430',
    c: '\u0441',
    e: '\u0435',
    i: '\u0456',
    j: '\u0458',
    o: '\u043e',
    p: '\u0440',
    s: '\u0455',
    x: '\u0445',
    y: '\u0443',
    A: '\u0410',
    B: '\u0412',
    C: '\u0421',
    E: '\u0415',
    H: '\u041d',
    I: '\u0406',
    K: '\u041a',
    M: '\u041c',
    O: '\u041e',
    P: '\u0420',
    T: '\u0422',
    X: '\u0425',
  }),
);
const GREEK: ReadonlyMap<string, string> = new Map(
  Object.entries({
    o: '\u03bf',
    v: '\u03bd',
    p: '\u03c1',
    u: '\u03c5',
    A: '\u0391',
    B: '\u0392',
    E: '\u0395',
    H: '\u0397',
    I: '\u0399',
    K: '\u039a',
    M: '\u039c',
    N: '\u039d',
    O: '\u039f',
    P: '\u03a1',
    T: '\u03a4',
    X: '\u03a7',
    Y: '\u03a5',
    Z: '\u0396',
  }),
);

/** Where the letters of a mathematical or enclosed alphabet begin: capital A and small a. */
const ALPHABETS: ReadonlyMap<string, readonly [capital: number, small: number]> = new Map([
  ['fullwidth', [0xff21, 0xff41]],
  ['math-bold', [0x1d400, 0x1d41a]],
  ['math-monospace', [0x1d670, 0x1d68a]],
  ['circled', [0x24b6, 0x24d0]],
]);

function swap(text: string, table: ReadonlyMap<string, string>): string {
  return Array.from(text, (char) => table.get(char) ?? char).join('');
}

function inAlphabet(text: string, [capital, small]: readonly [number, number]): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCodePoint(code < 97 ? capital + code - 65 : small + code - 97);
  });
}

/** A code point after every letter and digit. */
function after(text: string, mark: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, `$&${mark}`);
}

/** A code point inside every word of at least two letters, after its first. */
function inWords(text: string, mark: string): string {
  return text.replace(/(\p{L})(?=\p{L})(?<!\p{L}\p{L})/gu, `$1${mark}`);
}

/** The text in the tag block U+E0000 to U+E007F, which shows nothing; what is not ASCII is left out. */
export function tagText(text: string): string {
  return Array.from(text.replace(/[^\u0020-\u007e]/g, ''), (char) =>
    String.fromCodePoint(0xe0000 + char.charCodeAt(0)),
  ).join('');
}

/**
 * Disguises by name: a text that looks the same, or nearly, in other code points. Sources: Bad Characters
 * (arXiv:2106.09898), Trojan Source (CVE-2021-42574), homograph triggers (arXiv:2105.00164), UTS #39.
 */
export const DISGUISES: ReadonlyMap<string, (text: string) => string> = new Map<string, (text: string) => string>([
  ['zero-width-space-in-words', (text) => inWords(text, '\u200b')],
  ['zero-width-joiner-in-words', (text) => inWords(text, '\u200d')],
  ['zero-width-space-after-letters', (text) => after(text, '\u200b')],
  ['word-joiner-between-words', (text) => text.replace(/ /g, ' \u2060')],
  ['soft-hyphen-in-words', (text) => inWords(text, '\u00ad')],
  ['byte-order-mark-first', (text) => `\ufeff${text}`],
  ['cyrillic-look-alikes', (text) => swap(text, LOOK_ALIKES)],
  ['greek-look-alikes', (text) => swap(text, GREEK)],
  ['tag-characters-behind', (text) => `${text}${tagText('ok')}`],
  ['right-to-left-override', (text) => `\u202e${text}\u202c`],
  ['left-to-right-isolate', (text) => `\u2066${text}\u2069`],
  ['variation-selector-after-letters', (text) => after(text, '\ufe01')],
  ['combining-acute', (text) => after(text, '\u0301')],
  ['combining-dot-below', (text) => text.replace(/[aeiou]/gi, '$&\u0323')],
  ['no-break-spaces', (text) => text.replace(/ /g, '\u00a0')],
  ['ideographic-spaces', (text) => text.replace(/ /g, '\u3000')],
  ...Array.from(ALPHABETS, ([name, starts]): [string, (text: string) => string] => [
    name,
    (text) => inAlphabet(text, starts),
  ]),
]);
