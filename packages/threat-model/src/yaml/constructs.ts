import { CST, Lexer } from 'yaml';
import type { Place, Report } from '../document/fault.ts';

/** Deepest nesting by brackets, or by markers on one line. The actions block nests 6 deep. Stops stack exhaustion (CWE-674). */
export const MAX_NESTING = 16;

/**
 * Most blanks in a row. Nesting without brackets needs a column of indentation for each level (CWE-674), and what stands
 * far to the right is not seen by a reviewer.
 */
export const MAX_BLANKS = 64;

/** Most lexemes of one block: the actions of a large team have a few thousand. Bounds what is built from a block (CWE-400). */
export const MAX_LEXEMES = 20_000;

const REFUSED: Readonly<Record<string, string>> = {
  anchor: 'an anchor',
  alias: 'an alias',
  tag: 'a tag',
  'directive-line': 'a directive',
  'doc-start': 'a document marker',
  'doc-end': 'a document marker',
};

/**
 * Reports what YAML offers and configuration must not use, before anything is built from it: anchors, aliases, tags,
 * directives, several documents, nesting beyond `MAX_NESTING`. True where there is nothing of it.
 */
export function refuseConstructs(text: string, place: (offset: number) => Place, report: Report): boolean {
  let isClean = true;
  const refuse = (offset: number, message: string): void => {
    report(place(offset), message);
    isClean = false;
  };
  let offset = 0;
  let brackets = 0;
  let markers = 0;
  let isContent = false;
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > MAX_LEXEMES) {
      refuse(offset, `more than ${MAX_LEXEMES} pieces of YAML in one block`);
      break;
    }
    const type = CST.tokenType(lexeme);
    // The lexer marks modes by control characters that stand for no text; the text itself has none.
    if (type === 'doc-mode' || type === 'flow-error-end') continue;
    if (lexeme === CST.SCALAR) {
      isContent = true;
      continue;
    }
    if (isContent) {
      isContent = false;
      offset += lexeme.length;
      continue;
    }
    const refused = type === null ? undefined : REFUSED[type];
    if (refused !== undefined) refuse(offset, `${refused} is refused: write the value itself, once`);
    if (type === 'flow-map-start' || type === 'flow-seq-start') {
      if (++brackets === MAX_NESTING + 1) refuse(offset, `nested deeper than ${MAX_NESTING} levels`);
    } else if (type === 'flow-map-end' || type === 'flow-seq-end') brackets--;
    else if (type === 'seq-item-ind' || type === 'explicit-key-ind') {
      if (++markers === MAX_NESTING + 1) refuse(offset, `nested deeper than ${MAX_NESTING} levels`);
    } else if (type === 'newline') markers = 0;
    else if (type === 'space' && lexeme.length > MAX_BLANKS) {
      refuse(offset, `more than ${MAX_BLANKS} blanks in a row`);
    }
    offset += lexeme.length;
  }
  return isClean;
}
