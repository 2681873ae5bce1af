/** V8's messages, as far as they do not quote the input, and what to say for each. */
const MESSAGES: readonly (readonly [start: string, say: string])[] = [
  ['Unexpected end of JSON input', 'it ends in the middle of a value'],
  ['Unterminated string', 'a string does not end'],
  ['Bad control character', 'a string holds a raw control character'],
  ['Bad escaped character', 'a string holds an invalid escape'],
  ['Bad Unicode escape', 'a string holds an invalid Unicode escape'],
  ['Expected property name', 'a field name was expected'],
  ['Expected double-quoted property name', 'a field name in double quotes was expected'],
  ["Expected ',' or '}'", 'a comma or the end of an object was expected'],
  ["Expected ',' or ']'", 'a comma or the end of an array was expected'],
  ["Expected ':'", 'a colon was expected'],
  ['Unexpected non-whitespace character after JSON', 'something follows the first value on the line'],
  ['No number after minus sign', 'a number is malformed'],
  ['Exponent part', 'a number is malformed'],
  ['Unterminated fractional number', 'a number is malformed'],
  ["Unexpected token 'N'", 'a value is malformed (`NaN` is not JSON)'],
  ["Unexpected token 'I'", 'a value is malformed (`Infinity` is not JSON)'],
];
const POSITION = / in JSON at position (\d{1,15})| after JSON at position (\d{1,15})/;

/**
 * Says what is wrong with a JSON text, from the error of `JSON.parse`. V8 quotes the input in some messages; only fixed
 * words and the position (1-based, in characters) are kept, so that hostile text never reaches a report this way (CWE-117).
 */
export function describeJsonError(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const known = MESSAGES.find(([start]) => message.startsWith(start));
  if (known === undefined) return 'it is not valid JSON';
  // A message that quotes the input could imitate a position.
  const position = message.startsWith('Unexpected token') ? null : POSITION.exec(message);
  const at = position === null ? '' : ` at character ${Number(position[1] ?? position[2]) + 1}`;
  return `it is not valid JSON: ${known[1]}${at}`;
}
