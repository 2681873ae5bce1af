/**
 * @typedef {{ kind: 'word' | 'string' | 'punctuation', text: string, line: number }} Token
 * @typedef {{ specifier: string | undefined, line: number, how: 'static' | 'dynamic' | 'require' }} ModuleReference
 * @typedef {{ name: string, isType: boolean }} ExportedName
 */

// A word before a slash after which a regular expression starts; after any other word the slash divides.
const BEFORE_REGEX = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'void',
  'delete',
  'throw',
  'new',
  'do',
  'else',
  'yield',
  'await',
]);

/**
 * Every module that a source file names: imports, re-exports, dynamic imports, types by import(), require(). Comments,
 * strings, templates and regular expressions are skipped. TypeScript 7 has no JavaScript API, hence the own scanner.
 * @param {string} source
 * @returns {ModuleReference[]}
 * @throws {SyntaxError} when the source cannot be split into tokens: then nothing may be concluded from it
 */
export function moduleReferences(source) {
  const tokens = tokenise(source);
  /** @type {ModuleReference[]} */
  const references = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'word' || tokens[index - 1]?.text === '.') return;
    const next = tokens[index + 1];
    const isCall = next?.text === '(' && next.kind === 'punctuation';
    if (token.text === 'require' || (token.text === 'import' && isCall)) {
      // A method or function that is called `require`, declared here, is followed by a parameter, never by a string.
      const argument = tokens[index + 2];
      const isLiteral = isCall && argument?.kind === 'string';
      const how = token.text === 'require' ? 'require' : 'dynamic';
      if (isLiteral) references.push({ specifier: argument.text, line: token.line, how });
      else if (how === 'dynamic') references.push({ specifier: undefined, line: token.line, how });
    } else if (token.text === 'import' || token.text === 'export') {
      const specifier = clauseSpecifier(tokens, index + 1);
      if (specifier) references.push({ specifier: specifier.text, line: token.line, how: 'static' });
    }
  });
  return references;
}

/**
 * The specifier of `import 'x'`, `import … from 'x'` and `export … from 'x'`, where there is one.
 * @param {readonly Token[]} tokens
 * @param {number} start
 */
function clauseSpecifier(tokens, start) {
  for (let index = start; index < tokens.length; index += 1) {
    const token = /** @type {Token} */ (tokens[index]);
    if (token.kind === 'string') {
      const before = tokens[index - 1];
      const isSideEffect = index === start && tokens[start - 1]?.text === 'import';
      if (isSideEffect || (before?.kind === 'word' && before.text === 'from')) return token;
      if (before?.text !== '{' && before?.text !== ',' && before?.text !== 'as') return undefined;
    } else if (token.kind === 'punctuation' && !'{},*'.includes(token.text)) return undefined;
  }
  return undefined;
}

/**
 * The names that an index file re-exports. Such a file holds nothing but `export { … } from` and `export type { … } from`.
 * @param {string} source
 * @returns {ExportedName[]}
 * @throws {SyntaxError} naming the line that is anything else
 */
export function reexportedNames(source) {
  const tokens = tokenise(source);
  /** @type {ExportedName[]} */
  const names = [];
  let index = 0;
  const text = () => tokens[index]?.text;
  const expectText = (/** @type {string} */ wanted) => {
    if (text() !== wanted) {
      const line = tokens[index]?.line ?? tokens.at(-1)?.line ?? 1;
      throw new SyntaxError(
        `line ${line}: expected \`${wanted}\`, got \`${text() ?? 'the end'}\`; index.ts only re-exports names, \`export { a } from './a.ts'\``,
      );
    }
    index += 1;
  };
  while (index < tokens.length) {
    expectText('export');
    const isTypeClause = text() === 'type';
    if (isTypeClause) index += 1;
    expectText('{');
    let isEmpty = true;
    while (text() !== '}' && index < tokens.length) {
      isEmpty = false;
      const isType = isTypeClause || (text() === 'type' && ![',', '}', 'as'].includes(tokens[index + 1]?.text ?? ','));
      if (isType && !isTypeClause) index += 1;
      let name = text() ?? '';
      index += 1;
      if (text() === 'as') {
        name = tokens[index + 1]?.text ?? '';
        index += 2;
      }
      names.push({ name, isType });
      if (text() === ',') index += 1;
    }
    expectText('}');
    // `export {};` marks a package that has no names yet.
    if (!isEmpty || text() === 'from') {
      expectText('from');
      index += 1;
    }
    if (text() === ';') index += 1;
  }
  return names;
}

/**
 * Splits JavaScript or TypeScript into words, strings and punctuation with their 1-based lines.
 * @param {string} source
 * @returns {Token[]}
 * @throws {SyntaxError} on an unterminated comment, string, template or regular expression
 */
export function tokenise(source) {
  /** @type {Token[]} */
  const tokens = [];
  /** For each open `${`, how many braces are open inside it. @type {number[]} */
  const templates = [];
  let position = 0;
  let line = 1;
  /** @param {RegExp} pattern sticky @param {string} what */
  const take = (pattern, what) => {
    pattern.lastIndex = position;
    const found = pattern.exec(source)?.[0];
    if (found === undefined) throw new SyntaxError(`line ${line}: unterminated ${what}`);
    position += found.length;
    line += found.split('\n').length - 1;
    return found;
  };
  const templatePart = () => {
    const part = take(/(?:[^\\`$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y, 'template');
    if (part.endsWith('${')) templates.push(0);
  };
  while (position < source.length) {
    const character = /** @type {string} */ (source[position]);
    const startLine = line;
    const push = (/** @type {Token['kind']} */ kind, /** @type {string} */ text) =>
      tokens.push({ kind, text, line: startLine });
    if (/\s/.test(character)) take(/\s+/y, 'space');
    else if (position === 0 && source.startsWith('#!')) take(/[^\n]*/y, 'line');
    else if (source.startsWith('//', position)) take(/[^\n]*/y, 'comment');
    else if (source.startsWith('/*', position)) take(/\/\*[\s\S]*?\*\//y, 'comment');
    else if (character === "'") push('string', take(/'(?:[^'\\\n]|\\[\s\S])*'/y, 'string').slice(1, -1));
    else if (character === '"') push('string', take(/"(?:[^"\\\n]|\\[\s\S])*"/y, 'string').slice(1, -1));
    else if (character === '/' && isRegexPosition(tokens)) {
      take(/\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y, 'regular expression');
      push('punctuation', '/…/');
    } else if (character === '`') {
      position += 1;
      templatePart();
      push('punctuation', '`…`');
    } else if (/[\p{L}\p{N}_$#@]/u.test(character)) push('word', take(/[\p{L}\p{N}\p{M}_$#@]+/uy, 'word'));
    else {
      position += 1;
      if (character === '{' && templates.length > 0) templates.push(/** @type {number} */ (templates.pop()) + 1);
      else if (character === '}' && templates.length > 0) {
        const depth = /** @type {number} */ (templates.pop());
        if (depth === 0) {
          templatePart();
          continue;
        }
        templates.push(depth - 1);
      }
      push('punctuation', character);
    }
  }
  if (templates.length > 0) throw new SyntaxError(`line ${line}: unterminated template`);
  return tokens;
}

/** @param {readonly Token[]} tokens */
function isRegexPosition(tokens) {
  const before = tokens.at(-1);
  if (before === undefined) return true;
  if (before.kind === 'string') return false;
  if (before.kind === 'word') return BEFORE_REGEX.has(before.text);
  // `a! / b` divides, `!/b/.test(a)` does not.
  if (before.text === '!') return isRegexPosition(tokens.slice(-2, -1));
  return ![')', ']', '}', '/…/', '`…`'].includes(before.text);
}
