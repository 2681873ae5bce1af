import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileDocument } from '../testing/hostile-document.ts';
import { HOSTILE_TEXTS } from '../testing/hostile-text.ts';
import { proseOf } from '../testing/markdown-check.ts';
import { renderMarkdown } from './document.ts';
import { inlineMarkdown, lineMarkdown } from './inline.ts';

const syntax = fc.string({
  unit: fc.constantFrom(
    '`',
    '|',
    '\\',
    '*',
    '_',
    '[',
    ']',
    '(',
    ')',
    '!',
    '<',
    '>',
    '#',
    '@',
    '$',
    '~',
    ':',
    '/',
    'www.',
    'a',
    '1',
    '.',
    '-',
    '+',
    ' ',
    '\n',
    '&',
    'GH-',
    'http',
  ),
  maxLength: 30,
});
const texts = fc.oneof(
  syntax,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(...Object.values(HOSTILE_TEXTS)),
);

/** Takes out what we write ourselves; nothing with a meaning may be left. */
function checkProse(line: string): void {
  const ours = line
    .replace(/^#{1,4} /, '')
    .replace(/^(?: {2})?- /, '')
    .replace(/^> /, '')
    .replaceAll('&#124;', '')
    .replaceAll(/\*\*(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}:])\*\*/gu, '')
    .replaceAll('<details><summary>Show</summary>', '')
    .replaceAll('</details>', '');
  const table = /^\| .* \|$/.test(ours) ? ours.replaceAll('|', '') : ours;
  const text = table.replace(/(?<=^|[ ,(])(?:\\[-+]|\d{1,9}\\[.)])/g, '\uE001');
  expect(text).not.toMatch(/[[\]<>*_~\\|$@#&`{}]|www\.|:\/\/|\bGH-\d|(?<![\w:]):\w+:|[0-9a-f]{7}/i);
  if (table === ours) expect(text).not.toMatch(/^ *(?:[-+*=] |[-=]+ *$|\d{1,9}[.)](?: |$)|#{1,6} |>| {4})/);
}

describe('Markdown', () => {
  it('leaves nothing of the data with a meaning outside of code, whatever the data', () => {
    fc.assert(
      fc.property(fc.infiniteStream(texts), (stream) => {
        const markdown = renderMarkdown(
          hostileDocument(() => stream.next().value ?? ''),
          { maxLength: 1_000_000 },
        );
        for (const line of proseOf(markdown)) checkProse(line);
      }),
      { seed: 11, numRuns: 80 },
    );
  });

  it('lets no span grow together with the next into an address, a list or a mention', () => {
    const parts = fc.array(
      fc.record({ text: syntax, style: fc.constantFrom('strong' as const, 'code' as const, 'dim' as const) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(parts, (line) => {
        for (const prose of proseOf(lineMarkdown(line))) checkProse(prose);
      }),
      { seed: 12, numRuns: 1_000 },
    );
    expect(lineMarkdown([{ text: 'w' }, { text: 'ww' }, { text: '.evil.example' }])).toBe('www .evil.example');
    expect(lineMarkdown([{ text: '1' }, { text: '. one' }])).toBe('1\\. one');
  });

  it('keeps every table row to its number of cells, as GitHub counts bars: in code or not', () => {
    fc.assert(
      fc.property(fc.array(syntax, { minLength: 3, maxLength: 3 }), (row) => {
        const document = hostileDocument(() => 'x');
        const table = {
          kind: 'table' as const,
          columns: [{ title: 'a' }, { title: 'b' }, { title: 'c' }],
          rows: [row],
        };
        const markdown = renderMarkdown({ ...document, blocks: [table], findings: [], inputs: [] });
        const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
        expect(rows).toHaveLength(3);
        for (const line of rows) expect(line.match(/\|/g)).toHaveLength(4);
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  it('fails its own check where markup leaks', () => {
    expect(() => checkProse('see [x](y)')).toThrow();
    expect(() => checkProse('a <b> c')).toThrow();
    expect(() => checkProse('mail @admin')).toThrow();
    expect(() => proseOf('a ` b')).toThrow('left over');
    expect(() => proseOf('```text\nx')).toThrow('open');
  });

  it('leaves prose readable and puts only what could be markup into code', () => {
    expect(inlineMarkdown('It’s 25 records (of 40), 96 % more!')).toBe('It’s 25 records (of 40), 96 % more!');
    expect(inlineMarkdown('see exports/a.jsonl or @admin now')).toBe('see `exports/a.jsonl` or `@admin` now');
    expect(lineMarkdown([{ text: 'Run ' }, { text: 'a | b', style: 'code' }, { text: ', then stop.' }])).toBe(
      'Run `a `&#124;` b`, then stop.',
    );
    expect(lineMarkdown([{ text: '25 records', style: 'strong' }, { text: ': done' }])).toBe('**25 records**: done');
  });

  it('keeps to the longest comment that GitHub takes, and says what it left out', () => {
    const document = hostileDocument(() => 'x');
    const blocks = Array.from({ length: 900 }, () => ({ kind: 'text' as const, lines: ['word '.repeat(40)] }));
    const markdown = renderMarkdown({ ...document, blocks });
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown).toMatch(/\d+ more parts of this report do not fit here/);
  });
});
