import { FUNCTION_WORDS } from '@bezoar/core';

// The bits of TEXT_SIGNALS.
const BASE64 = 16;
const HEXADECIMAL = 32;
const ROTATED = 64;

/** Decoded runs shorter than this many bytes say too little to be told from chance. */
const MIN_BYTES = 16;
/**
 * What is decoded reads as text when it holds four words in a row; random bytes never do. Words have a greatest length, or a
 * megabyte of one letter would be tried from each of its places (CWE-1333).
 */
const WORDS = /(?:\p{L}[\p{L}']{1,23}[ ,.;:!?-]{1,2}){3}\p{L}{2}/u;
/** Percent escapes of plain letters: no address needs them. */
const LETTERS = /^[\p{L}\p{N} ,.;:!?'/&=_-]*$/u;

/** The shortest run that decodes to so many bytes, rounded up, as the expressions below have it; and of escapes. */
const MIN_RUN = 24;
const MIN_ESCAPES = 10;
const BASE64_RUN = /(?:data:[a-z0-9.+-]+\/[a-z0-9.+-]+[^,\s]{0,64},)?[A-Za-z0-9+/_-]{24,}/g;
/** Pictures, sound and documents are bytes, whatever their metadata says. */
const ATTACHMENT = /^data:(?!text\/)/;
const BASE32_RUN = /[A-Z2-7]{28,}/g;
const HEXADECIMAL_RUN = /(?:(?:\\x|0x)?[0-9a-fA-F]{2}[ :,]?){16,}/g;
const PERCENT_RUN = /(?:%[0-9a-fA-F]{2}){10,}/g;

/** The encoded bits of `TEXT_SIGNALS` for one text. */
export function encodedSignals(text: string): number {
  if (text.length < MIN_BYTES) return 0;
  let signals = isRotated(text) ? ROTATED : 0;
  const seen = glance(text);
  if (seen.longestRun >= MIN_RUN) {
    for (const [run] of text.matchAll(BASE64_RUN)) {
      if (!ATTACHMENT.test(run) && isBase64Text(run)) signals |= BASE64;
    }
    for (const [run] of text.matchAll(BASE32_RUN)) if (isText(base32Bytes(run))) signals |= BASE64;
  }
  if (seen.digits >= MIN_BYTES) {
    for (const [run] of text.matchAll(HEXADECIMAL_RUN)) {
      if (isText(Buffer.from(run.replace(/\\x|0x|[ :,]/g, ''), 'hex'))) signals |= HEXADECIMAL;
    }
  }
  if (seen.percents >= MIN_ESCAPES) {
    for (const [run] of text.matchAll(PERCENT_RUN)) if (isEscapedText(run)) signals |= HEXADECIMAL;
  }
  return signals;
}

/** Characters that base64, its variant for addresses, and base32 use: 1; digits: 3; the percent sign: 4. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  return /\d/.test(char) ? 3 : /[A-Za-z+/_-]/.test(char) ? 1 : char === '%' ? 4 : 0;
});

/** What a text must have for an expression to find anything: one look at every character, where each expression takes several. */
function glance(text: string): { readonly longestRun: number; readonly digits: number; readonly percents: number } {
  let [longestRun, run, digits, percents] = [0, 0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? KINDS[code]! : 0;
    if ((kind & 1) === 0) {
      if (run > longestRun) longestRun = run;
      run = 0;
      percents += kind >> 2;
    } else {
      run++;
      digits += kind >> 1;
    }
  }
  return { longestRun: Math.max(longestRun, run), digits, percents };
}

function isText(bytes: Uint8Array): boolean {
  return bytes.length >= MIN_BYTES && WORDS.test(Buffer.from(bytes).toString('utf8'));
}

/** A run may begin with letters that do not belong to it: all four alignments are tried. */
function isBase64Text(run: string): boolean {
  const body = run.startsWith('data:') ? run.slice(run.indexOf(',') + 1) : run;
  for (let skip = 0; skip < 4; skip++) if (isText(Buffer.from(body.slice(skip), 'base64'))) return true;
  return false;
}

/** RFC 4648, without padding. */
function base32Bytes(run: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((run.length * 5) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < run.length; i++) {
    const code = run.charCodeAt(i);
    held = ((held << 5) | (code >= 65 ? code - 65 : code - 24)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >>> bits) & 0xff;
  }
  return bytes;
}

/** Ten bytes that are letters of the first alphabet: names in other scripts are escaped by every browser. */
function isEscapedText(run: string): boolean {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  const letters = bytes.filter((byte) => (byte | 32) >= 97 && (byte | 32) <= 122).length;
  return letters >= 0.6 * bytes.length && LETTERS.test(bytes.toString('latin1'));
}

/** Rotated function words of three letters and more that are no words themselves. */
const ROTATED_WORDS: ReadonlySet<string> = new Set(
  [...FUNCTION_WORDS]
    .filter((word) => /^[a-z]{3,}$/.test(word))
    .map(rot13)
    .filter((word) => !FUNCTION_WORDS.has(word)),
);
/** Rotated words that make a text a rotated one, if it has more of them than of plain ones. */
const MIN_ROTATED = 3;
/** The commonest of them, so that one look settles nearly every text. */
const LIKELY_ROTATED =
  /\b(?:gur|naq|lbh|lbhe|sbe|jvgu|guvf|gung|abg|ner|unf|jvyy|sebz|nyy|pna|nal|juvpu|gurl|unir|bhe)\b/i;

function isRotated(text: string): boolean {
  if (!LIKELY_ROTATED.test(text)) return false;
  let rotated = 0;
  let plain = 0;
  for (const [word] of text.toLowerCase().matchAll(/[a-z]{3,}/g)) {
    if (ROTATED_WORDS.has(word)) rotated++;
    else if (FUNCTION_WORDS.has(word)) plain++;
  }
  return rotated >= MIN_ROTATED && (rotated > plain || rotated >= 2 * MIN_ROTATED);
}

function rot13(word: string): string {
  return word.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
}
