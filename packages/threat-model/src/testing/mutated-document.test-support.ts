import fc from 'fast-check';
import { FULL_DOCUMENT } from './full-document.ts';

/** Pieces that YAML, Markdown or JavaScript take for more than text. */
export const HOSTILE_PIECES: readonly string[] = [
  ...'\n\t :-?[]{}",\'|>&*!%@`#~<\\\0\u00a0\u200b\u202e\u2028\ufeff\ufffd0159aZ',
  '__proto__',
  'constructor',
  '<<: ',
  '&a ',
  '*a',
  '!!js/function ',
  '---\n',
  '```\n',
  '```yaml bezoar\n',
  '<!--',
  '> ',
  '- ',
  'control: ',
  '.inf',
  '1e400',
  '0x1F',
  'null',
  '? ',
  '\r',
];

/** A document with a few characters deleted, doubled, exchanged or put in. */
const edited: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      at: fc.nat({ max: FULL_DOCUMENT.length - 1 }),
      length: fc.nat({ max: 6 }),
      kind: fc.constantFrom('delete', 'double', 'replace', 'insert'),
      piece: fc.constantFrom(...HOSTILE_PIECES),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((edits) =>
    edits.reduce((text, { at, length, kind, piece }) => {
      const [before, part, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
      if (kind === 'delete') return before + after;
      if (kind === 'double') return before + part + part + after;
      return kind === 'replace' ? before + piece + after : before + piece + part + after;
    }, FULL_DOCUMENT),
  );

const TOKENS: readonly string[] = FULL_DOCUMENT.split(/(\s+|[{}[\],:])/).filter((token) => token !== '');

/** A document some of whose tokens are gone, exchanged, or another one. */
const shuffled: fc.Arbitrary<string> = fc
  .array(
    fc.record({
      at: fc.nat({ max: TOKENS.length - 1 }),
      other: fc.nat({ max: TOKENS.length - 1 }),
      kind: fc.constantFrom('delete', 'exchange', 'replace'),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((edits) => {
    const tokens = [...TOKENS];
    for (const { at, other, kind } of edits) {
      const [one = '', another = ''] = [tokens[at], tokens[other]];
      tokens[at] = kind === 'delete' ? '' : another;
      if (kind === 'exchange') tokens[other] = one;
    }
    return tokens.join('');
  });

/** The full document with a few mutations, of characters or of tokens. */
export const mutatedDocument: fc.Arbitrary<string> = fc.oneof(edited, shuffled);
