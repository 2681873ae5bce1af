import { describe, expect, it } from 'vitest';
import { formatFault, MAX_FAULTS } from '../document/fault.ts';
import { EXAMPLE_DOCUMENT } from '../testing/example-document.ts';
import {
  HEAD_AND_CORPUS_CASES,
  LATER_BLOCKS_CASES,
  MARKDOWN_CASES,
  type MalformedCase,
  YAML_CASES,
} from '../testing/malformed-cases.ts';
import { parseThreatModel } from './parse-threat-model.ts';

/** The faults of a document that must not compile. */
function faultsOf(text: string): string[] {
  const { model, faults } = parseThreatModel(text, 'T.md');
  expect(model).toBeUndefined();
  const lines = text.split(/\r\n|\n|\r/);
  for (const { line, column, message } of faults) {
    expect(lines[line - 1]?.length ?? -1).toBeGreaterThanOrEqual(column - 1);
    expect(message).toMatch(/^[^\n\u200b\u202e]+$/);
  }
  return faults.map((fault) => formatFault(fault, 'T.md').slice('T.md:'.length));
}

function checkCase({ find, replacement, fault }: MalformedCase): void {
  expect(EXAMPLE_DOCUMENT).toContain(find);
  const [first = 'no fault'] = faultsOf(EXAMPLE_DOCUMENT.replace(find, () => replacement));
  expect(first.slice(0, fault.length)).toBe(fault);
}

describe('a document that does not compile', () => {
  it('has cases of every kind', () => {
    const all = [MARKDOWN_CASES, YAML_CASES, HEAD_AND_CORPUS_CASES, LATER_BLOCKS_CASES].flat();
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(150);
  });

  describe('by its Markdown', () => {
    it.each(MARKDOWN_CASES)('$title', checkCase);

    it('has no block at all', () => {
      expect(faultsOf('# Title\n\nOnly prose.\n')).toEqual([
        '1:1: expected a fenced `yaml bezoar` block with `version: 1`',
      ]);
      expect(faultsOf('')).toHaveLength(1);
    });

    it('has a block that is never closed, and one that it swallows', () => {
      expect(faultsOf(EXAMPLE_DOCUMENT.trimEnd().replace(/`+$/, ''))).toEqual(['88:1: the block is never closed']);
      const faults = faultsOf(EXAMPLE_DOCUMENT.replace('lineage: true\n```', 'lineage: true'));
      expect(faults[0]).toContain('40:1: a `yaml bezoar` fence within the code block that begins on line 29');
    });
  });

  describe('by its YAML', () => {
    it.each(YAML_CASES)('$title', checkCase);

    it('hides a key far to the right', () => {
      const wide = EXAMPLE_DOCUMENT.replace('account: 5, ', `account: 5,${' '.repeat(65)}source: 1, `);
      expect(faultsOf(wide)).toEqual(['33:23: more than 64 blanks in a row']);
    });

    it.each([
      ['brackets', 'a: '.concat('['.repeat(9000), ']'.repeat(9000))],
      ['list markers', `a:\n  ${'- '.repeat(9000)}b`],
      ['explicit keys', '? '.repeat(9000)],
      ['indentation', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ])('nests deeper than any stack by %s', (_, block) => {
      const faults = faultsOf(EXAMPLE_DOCUMENT.replace('window: 30d', () => block));
      expect(faults.some((fault) => /nested deeper than 16|more than 64 blanks/.test(fault))).toBe(true);
    });
  });

  describe('by its head or a corpus block', () => {
    it.each(HEAD_AND_CORPUS_CASES)('$title', checkCase);
  });

  describe('by a later block', () => {
    it.each(LATER_BLOCKS_CASES)('$title', checkCase);

    it('declares no action', () => {
      const text = EXAMPLE_DOCUMENT.replace(/actions:\n {2}issue_credit:[\s\S]*?```/, 'actions: {}\n```');
      expect(faultsOf(text)[0]).toBe('65:10: expected `actions` to have 1 to 500 keys, got 0');
    });

    it('accepts a finding twice', () => {
      const entry = EXAMPLE_DOCUMENT.split('\n').find((line) => line.includes('finding:'))!;
      expect(faultsOf(EXAMPLE_DOCUMENT.replace(entry, `${entry}\n${entry}`))[0]).toContain('is accepted twice');
    });
  });

  it.each([
    ['lines', `${'\n'.repeat(2500)}## Caps`, '2001:1: expected at most 2000 lines'],
    ['characters', `${'x'.repeat(300_000)}\n## Caps`, '1:1: expected at most 262144 characters'],
    [
      'items',
      `\`\`\`yaml bezoar\nversion: 1\nassets: [${Array.from({ length: 501 }, (_, i) => `a${i}`).join(', ')}]\n\`\`\``,
      '',
    ],
  ])('has more %s than anyone reads', (_, text, fault) => {
    expect(faultsOf(EXAMPLE_DOCUMENT.replace('## Caps', () => text)).length).toBeGreaterThan(0);
    expect(faultsOf(EXAMPLE_DOCUMENT.replace('## Caps', () => text))[0]).toContain(fault);
  });

  it('has more blocks than there are controls', () => {
    const text = EXAMPLE_DOCUMENT.replace('## Caps', () => '```yaml bezoar\nx: 1\n```\n'.repeat(70));
    expect(faultsOf(text).some((fault) => fault.includes('expected at most 64 blocks, got 78'))).toBe(true);
  });

  it('has a fault in every character, of which a bounded number is reported', () => {
    const text = EXAMPLE_DOCUMENT.replace('window: 30d', '\u200b'.repeat(100_000));
    expect(faultsOf(text)).toHaveLength(MAX_FAULTS);
  });
});
