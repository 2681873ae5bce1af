import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const page = await readFile(new URL('../docs/guide/aisvs.md', import.meta.url), 'utf8');
const ROWS = page
  .split('\n')
  .filter((line) => /^\| 9\.\d/.test(line))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

/** Claims of a test: its file, and the sentence that names it. */
const CLAIMS = [...page.matchAll(/`((?:packages|tests)\/[^`]+\.test\.ts)`:\s([^|)]+?)\s*(?:\||\))/g)].map(
  ([, file = '', sentence = '']) => [file, sentence.replace(/\s+/g, ' ')] as const,
);

describe('the table of AISVS C9', () => {
  it('has every requirement of version 1.0 once, with a verdict', () => {
    const ids = ROWS.map(([id]) => id);
    const expected = [3, 3, 7, 5, 6].flatMap((count, section) =>
      Array.from({ length: count }, (_, row) => `9.${section + 1}.${row + 1}`),
    );
    expect(ids).toEqual(expected);
    for (const row of ROWS) {
      expect(row).toHaveLength(6);
      expect(['met', 'part', 'not']).toContain(row[3]);
      if (row[3] !== 'not') expect(row[5], row[0]).toContain('.test.ts');
    }
  });

  it('claims no test that is not there', async () => {
    expect(CLAIMS.length).toBeGreaterThan(20);
    for (const [file, sentence] of CLAIMS) {
      const source = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
      expect(source.includes(sentence), `${file}: ${sentence}`).toBe(true);
    }
    expect(CLAIMS.some(([file]) => file.includes('no-such-file'))).toBe(false);
  });
});
