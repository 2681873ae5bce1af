import { describe, expect, it } from 'vitest';
import { matchesGlob } from './matches-glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['data/*.jsonl', 'data/a.jsonl'],
    ['data/**', 'data/a/b.jsonl'],
    ['data/**/*.jsonl', 'data/a.jsonl'],
    ['data/**/*.jsonl', 'data/a/b/c.jsonl'],
    ['./data/a.jsonl', 'data/a.jsonl'],
    ['/x/[ab].txt', '/x/b.txt'],
  ])('%s matches %s', (pattern, path) => expect(matchesGlob(pattern, path)).toBe(true));

  it.each([
    ['data/*.jsonl', 'data/a/b.jsonl'],
    ['data/*.jsonl', 'data/.hidden.jsonl'],
    ['data/**', 'data/.git/config'],
    ['data/**/*.jsonl', 'other/a.jsonl'],
    ['data', 'data/a'],
    ['/data/a', 'data/a'],
    ['**', ''],
  ])('%s does not match %s', (pattern, path) => expect(matchesGlob(pattern, path)).toBe(false));
});
