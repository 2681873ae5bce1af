/** A way to write a text in other characters. Pure and without a key. */
export type Encoder = (text: string) => string;

const BYTES = new TextEncoder();

function mapBytes(text: string, write: (byte: number) => string): string {
  return Array.from(BYTES.encode(text), write).join('');
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Bits of the text's UTF-8 in groups of `bits`, the last filled with zeros, `=` to the next `block` (RFC 4648). */
function toBase(text: string, alphabet: string, bits: number, block: number): string {
  let buffer = 0;
  let held = 0;
  let out = '';
  for (const byte of BYTES.encode(text)) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    held += 8;
    while (held >= bits) {
      held -= bits;
      out += alphabet[(buffer >> held) & (alphabet.length - 1)];
    }
  }
  if (held > 0) out += alphabet[(buffer << (bits - held)) & (alphabet.length - 1)];
  return out.padEnd(Math.ceil(out.length / block) * block, '=');
}

function rotate13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}

const LEET: Readonly<Record<string, string>> = {
  a: '4',
  b: '8',
  e: '3',
  g: '9',
  i: '1',
  l: '1',
  o: '0',
  s: '5',
  t: '7',
  z: '2',
};

const MORSE: Readonly<Record<string, string>> = Object.fromEntries(
  `a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..-
  y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. ?..--.. !-.-.--`
    .split(/\s+/)
    .map((entry) => [entry[0]!, entry.slice(1)]),
);

function toMorse(text: string): string {
  const words = text.toLowerCase().split(/\s+/);
  return words.map((word) => Array.from(word, (char) => MORSE[char] ?? char).join(' ')).join(' / ');
}

/**
 * Encodings by name: those that the published probes of garak (`encoding`) and reports of obfuscated prompts use. All
 * but `base64`, `base32`, `hex` and `binary` leave what they have no sign for as it is.
 */
export const ENCODERS: ReadonlyMap<string, Encoder> = new Map<string, Encoder>([
  ['base64', (text) => toBase(text, BASE64, 6, 4)],
  ['hex', (text) => mapBytes(text, (byte) => byte.toString(16).padStart(2, '0'))],
  ['rot13', rotate13],
  ['leet', (text) => text.replace(/[a-z]/gi, (letter) => LEET[letter.toLowerCase()] ?? letter)],
  ['percent', (text) => mapBytes(text, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)],
  ['base32', (text) => toBase(text, BASE32, 5, 8)],
  ['binary', (text) => mapBytes(text, (byte) => ` ${byte.toString(2).padStart(8, '0')}`).trimStart()],
  ['morse', toMorse],
  ['reversed', (text) => [...text].reverse().join('')],
  ['html-entities', (text) => Array.from(text, (char) => `&#${char.codePointAt(0)};`).join('')],
  ['unicode-escapes', (text) => Array.from({ length: text.length }, (_, i) => escapeUnit(text.charCodeAt(i))).join('')],
  [
    'atbash',
    (text) => text.replace(/[a-z]/g, (c) => String.fromCharCode(219 - c.charCodeAt(0))).replace(/[A-Z]/g, upperAtbash),
  ],
  ['pig-latin', pigLatin],
  ['spaced-letters', (text) => Array.from(text).join(' ')],
]);

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function upperAtbash(letter: string): string {
  return String.fromCharCode(155 - letter.charCodeAt(0));
}

function pigLatin(text: string): string {
  return text.replace(/\b([bcdfghjklmnpqrstvwxyz]*)([a-z]+)/gi, (_, head: string, tail: string) => `${tail}${head}ay`);
}
