/** Matches one path segment. */
export type SegmentMatcher = (name: string) => boolean;

type Token = { readonly kind: 'star' | 'any' } | { readonly kind: 'one'; matches(char: string): boolean };

/** Whether a path holds glob characters. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * Compiles one segment of a glob: `*` any run, `?` one character, `[a-z]` and `[!a-z]` sets; a `[` without `]` is itself. A
 * leading dot must be written out, as in a shell. Matching takes O(pattern x name), so that no file name is slow (CWE-1333).
 */
export function compileSegment(pattern: string): SegmentMatcher {
  const tokens = tokenise([...pattern]);
  const allowsDot = pattern.startsWith('.');
  return (name) => (allowsDot || !name.startsWith('.')) && matches(tokens, [...name]);
}

function tokenise(chars: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string;
    const close = char === '[' ? chars.indexOf(']', at + (chars[at + 1] === '!' || chars[at + 1] === '^' ? 3 : 2)) : -1;
    if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (char === '?') tokens.push({ kind: 'any' });
    else if (close >= 0) {
      tokens.push({ kind: 'one', matches: setMatcher(chars.slice(at + 1, close)) });
      at = close;
    } else tokens.push({ kind: 'one', matches: (other) => other === char });
  }
  return tokens;
}

function setMatcher(chars: readonly string[]): (char: string) => boolean {
  const isNegated = chars[0] === '!' || chars[0] === '^';
  const items = isNegated ? chars.slice(1) : chars;
  const ranges: [string, string][] = [];
  for (let at = 0; at < items.length; at++) {
    const from = items[at] as string;
    const to = items[at + 1] === '-' ? items[at + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) at += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNegated;
}

function matches(tokens: readonly Token[], chars: readonly string[]): boolean {
  let token = 0;
  let star = -1;
  let retry = 0;
  for (let at = 0; at < chars.length; ) {
    const current = tokens[token];
    if (current?.kind === 'star') {
      star = token++;
      retry = at;
    } else if (current?.kind === 'any' || (current?.kind === 'one' && current.matches(chars[at] as string))) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++retry;
    } else return false;
  }
  while (tokens[token]?.kind === 'star') token++;
  return token === tokens.length;
}
