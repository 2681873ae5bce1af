import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, TableBlock } from '../document/block.ts';
import { displayWidth } from '../inert/display-width.ts';
import { hostileBlocks } from '../testing/hostile-document.ts';
import { HOSTILE_TEXTS } from '../testing/hostile-text.ts';
import { MIN_COLUMNS, renderTerminal } from './renderer.ts';

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...Object.values(HOSTILE_TEXTS)));

describe('terminal text', () => {
  it('has no control but line breaks and our own SGR, and no line wider than the terminal, whatever the data', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(texts),
        fc.integer({ min: 1, max: 160 }),
        fc.boolean(),
        fc.boolean(),
        (stream, columns, color, unicode) => {
          const blocks = hostileBlocks(() => stream.next().value ?? '');
          const output = renderTerminal(blocks, { columns, color, unicode });
          const bare = color ? output.replace(/\u001b\[[\d;]{1,4}m/g, '') : output;
          expect(bare).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
          if (!unicode) expect(bare).toMatch(/^[\n\x20-\x7e]*$/);
          for (const line of bare.split('\n'))
            expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(columns, MIN_COLUMNS));
        },
      ),
      { seed: 7, numRuns: 50 },
    );
  });

  it('ends every style on the line on which it began', () => {
    const output = renderTerminal(
      hostileBlocks(() => 'some text'),
      { columns: 60, color: true, unicode: true },
    );
    for (const line of output.split('\n')) {
      const sequences = line.match(/\u001b\[[\d;]+m/g) ?? [];
      if (sequences.length > 0) expect(sequences.at(-1)).toBe('\u001b[0m');
    }
  });

  const table: TableBlock = {
    kind: 'table',
    columns: [
      { title: '#', align: 'right' },
      { title: 'phrase', grow: true },
      { title: 'records', align: 'right' },
    ],
    rows: [
      ['1', 'a phrase that is a good deal longer than its column', '25'],
      ['12', '日本語', '3'],
    ],
  };

  it('aligns a table and cuts the growing column', () => {
    expect(renderTerminal([table], { columns: 40, color: false, unicode: true })).toBe(
      [
        ' #  phrase                       records',
        '──  ───────────────────────────  ───────',
        ' 1  a phrase that is a good de…       25',
        '12  日本語                             3',
        '',
      ].join('\n'),
    );
  });

  it('stacks a table that cannot fit', () => {
    const columns = Array.from({ length: 9 }, (_, index) => ({ title: `column ${index}` }));
    const output = renderTerminal([{ kind: 'table', columns, rows: [columns.map((_, index) => `value ${index}`)] }], {
      columns: 30,
      color: false,
      unicode: true,
    });
    expect(output).toContain('column 8: value 8\n');
  });

  const side = (title: string, phrase: string): Extract<Block, { kind: 'comparison' }>['left'] => ({
    title,
    label: 'r1',
    where: 'a.jsonl:1',
    turns: [
      {
        speaker: 'user',
        segments: [{ text: 'word '.repeat(60) }, { text: phrase, mark: 'phrase' }, { text: ' word'.repeat(60) }],
      },
    ],
  });

  it('keeps the marked phrase of a long turn in sight, with and without colour', () => {
    const block: Block = { kind: 'excerpt', excerpt: side('Flagged', 'zephyr lantern') };
    const plain = renderTerminal([block], { columns: 60, color: false, unicode: true });
    expect(plain).toMatch(/…[word ]+ »zephyr lantern« [word ]+…/);
    expect(renderTerminal([block], { columns: 60, color: true, unicode: true })).toContain(
      '\u001b[1;31mzephyr lantern\u001b[0m',
    );
    expect(renderTerminal([block], { columns: 60, color: false, unicode: false })).toContain('>>zephyr lantern<<');
  });

  it('puts a comparison side by side where there is room', () => {
    const block: Block = { kind: 'comparison', left: side('Left', 'p'), right: side('Right', 'q') };
    expect(renderTerminal([block], { columns: 150, color: false, unicode: true }).split('\n')[0]).toMatch(
      /^Left .*│ Right/,
    );
    expect(renderTerminal([block], { columns: 80, color: false, unicode: true })).toMatch(/^Left .*\n.*\nRight/);
  });

  it('draws the longest bar over the whole room and a small one visibly', () => {
    const bars = [
      { label: 'a', value: 1_000 },
      { label: 'b', value: 1 },
      { label: 'c', value: 0 },
    ];
    const output = renderTerminal([{ kind: 'plot', plot: { kind: 'bars', title: 't', unit: 'records', bars } }], {
      columns: 40,
      color: false,
      unicode: true,
    });
    expect(output.split('\n').slice(2)).toEqual([`a  ${'█'.repeat(30)} 1,000`, 'b  ▏ 1', 'c  0', '']);
  });

  it('is empty without blocks', () => {
    expect(renderTerminal([], { columns: 80, color: true, unicode: true })).toBe('');
  });
});
