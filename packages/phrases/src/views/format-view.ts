import { codePointName } from '@bezoar/core';

/** The parts of an address have the lengths of RFC 5321 section 4.5.3.1 and RFC 1035, so that no run is tried at every start (CWE-1333). */
const PIECE =
  /(\r\n|\n|\r)|((?:https?:\/\/|www\.)\S+)|([\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}]{2,})|([\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f])|([\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}]+)?)|([^\S\r\n]{2,})|([^\s\p{L}\p{N}])\7*/gu;
const PLAIN_PUNCTUATION = new Set([...'.,?!\'":;-()$%&/\u2019\u201c\u201d']);
const LATIN = /\p{Script=Latin}/u;
const OTHER_SCRIPT = /(?![\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}])\p{L}/u;
const BLOB_LENGTH = 32;

/**
 * The format view of one turn: what a text looks like rather than what it says. Plain lower-case words and ordinary
 * punctuation give nothing; kept are line starts, upper-case words, words of mixed scripts, invisible code points by
 * name, unusual symbols and runs of them, long unbroken strings, links, runs of spaces.
 */
export function formatTokens(text: string): string[] {
  const tokens: string[] = [];
  let line = 0;
  for (const match of text.matchAll(PIECE)) {
    const [piece, lineEnd, link, email, invisible, word, spaces] = match;
    if (lineEnd !== undefined) tokens.push(line++ > 200 ? '' : '\u23ce');
    else if (link !== undefined) tokens.push('<link>');
    else if (email !== undefined) tokens.push('<email>');
    else if (invisible !== undefined) tokens.push(`<${codePointName(invisible)}>`);
    else if (word !== undefined) tokens.push(wordShape(word));
    else if (spaces !== undefined) tokens.push('<spaces>');
    else if (piece.length > 1 || !PLAIN_PUNCTUATION.has(piece)) tokens.push(piece.slice(0, 8));
  }
  return tokens.filter((token) => token !== '');
}

function wordShape(word: string): string {
  if (word.length >= BLOB_LENGTH) return '<blob>';
  if (word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase()) return '<CAPS>';
  if (LATIN.test(word) && OTHER_SCRIPT.test(word)) return '<mixed-script>';
  return '';
}
