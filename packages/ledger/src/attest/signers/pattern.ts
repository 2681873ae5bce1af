/**
 * Whether `text` matches `pattern` (ssh_config(5), PATTERNS): `*` stands for any characters, `?` for one, case counts.
 * Steps back to the last `*` only, so that the work is bounded by the product of both lengths (CWE-1333).
 */
export function matchesPattern(text: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === text[at])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      place = star + 1;
    } else return false;
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}

/** Whether a pattern-list accepts `text`: one pattern matches, and none of those after `!` does. */
export function matchesPatternList(text: string, patterns: readonly string[]): boolean {
  const refused = patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(text, pattern.slice(1)));
  return !refused && patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(text, pattern));
}

/** The names of a pattern-list that stand for themselves: without wildcards, and not excluded by the list. */
export function namesOf(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !/[*?]|^!/.test(pattern) && matchesPatternList(pattern, patterns));
}
