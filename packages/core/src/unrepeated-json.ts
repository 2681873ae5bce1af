/** Deepest nesting (CWE-674). */
const MAX_DEPTH = 32;

/**
 * Parses JSON in which no object has a name twice: two readers may take two different ones (RFC 8259, section 4). Throws
 * a `SyntaxError`.
 */
export function parseUnrepeatedJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // INVARIANT: the text is JSON from here on, so that strings and braces can be told apart without a grammar.
  const names: (Set<string> | undefined)[] = [];
  for (const [token, place] of tokensOf(text)) {
    if (token === '{' || token === '[') {
      names.push(token === '{' ? new Set() : undefined);
      if (names.length > MAX_DEPTH) throw new SyntaxError(`expected at most ${MAX_DEPTH} levels`);
    } else if (token === '}' || token === ']') {
      names.pop();
    } else if (isName(text, place)) {
      const name = JSON.parse(token) as string;
      const own = names.at(-1);
      if (own?.has(name) === true) throw new SyntaxError(`\`${name.slice(0, 40)}\` stands twice`);
      own?.add(name);
    }
  }
  return value;
}

/** Braces, brackets and strings of a JSON text, each with the place after it. */
function* tokensOf(text: string): Generator<readonly [string, number]> {
  const pattern = /[{}[\]"]/g;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === '"') pattern.lastIndex = stringEnd(text, pattern.lastIndex);
    yield [text.slice(match.index, pattern.lastIndex), pattern.lastIndex];
  }
}

/** The place after a string's closing quote. Step by step: one pattern for it all exhausts its stack on megabytes. */
function stringEnd(text: string, start: number): number {
  const pattern = /["\\]/g;
  pattern.lastIndex = start;
  while (pattern.exec(text)?.[0] === '\\') pattern.lastIndex++;
  return pattern.lastIndex;
}

/** Whether a colon follows: the string is a name. */
function isName(text: string, place: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = place;
  return colon.test(text);
}
