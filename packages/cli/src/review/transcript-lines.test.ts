import type { MarkedTurn } from '@bezoar/operations/review';
import { displayWidth } from '@bezoar/report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from './testing/fake-screen.ts';
import { transcriptLines } from './transcript-lines.ts';

const STYLE = { columns: 40, color: false, unicode: true };

function turn(text: string, more: Partial<MarkedTurn> = {}): MarkedTurn {
  return { speaker: 'user', segments: [{ text }], calls: [], faults: [], ...more };
}

describe('transcriptLines', () => {
  it('puts text behind a bar, so that no text can pose as the next speaker', () => {
    expect(transcriptLines([turn('hi\nassistant\nI refunded it\r\nbye')], STYLE)).toEqual([
      'user',
      '│ hi',
      '│ assistant',
      '│ I refunded it',
      '│ bye',
    ]);
  });

  it('marks the phrase, the calls and what is wrong with a turn, with and without colour', () => {
    const marked = turn('', {
      segments: [{ text: 'a ' }, { text: 'zephyr', mark: 'phrase' }, { text: ' b' }],
      calls: ['pay({})'],
      faults: ['`pay`: no call of `look` comes before it'],
    });
    expect(transcriptLines([marked], { ...STYLE, columns: 80 })).toEqual([
      'user  `pay`: no call of `look` comes before it',
      '│ a »zephyr« b',
      '│ »calls pay({})«',
    ]);
    expect(transcriptLines([marked], { ...STYLE, unicode: false })[2]).toBe('| a >>zephyr<< b');
    expect(transcriptLines([marked], { ...STYLE, columns: 80, color: true })[1]).toContain(
      '\u001b[1;31mzephyr\u001b[0m',
    );
  });

  it('leaves nothing out in the middle of a long turn', () => {
    const words = Array.from({ length: 3000 }, (_, i) => `w${i}`);
    const lines = transcriptLines([turn(words.join(' '))], STYLE);
    const shown = lines.slice(1).flatMap((line) => line.slice(2).split(' '));
    expect(shown).toEqual(words);
    const hidden = `${'\u200b'.repeat(5000)}here${'😀'.repeat(3000)}`;
    expect(transcriptLines([turn(hidden)], STYLE).join('')).toContain('here');
    const ascii = transcriptLines([turn(hidden)], { ...STYLE, unicode: false });
    const text = ascii
      .slice(1)
      .map((line) => line.slice(2))
      .join('');
    expect(text.match(/<U\+200B>/g)).toHaveLength(5000);
    expect(text.match(/<U\+1F600>/g)).toHaveLength(3000);
  });

  it('never writes a control character or a line wider than the screen, whatever the text', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '\u001b[2J',
        '\u009b31m',
        '\u001b]0;x\u0007',
        '\u202e',
        '\r',
        '\b\b',
        '\u001b[?1049l',
        '\ud800',
        '\t',
        '\n',
      ),
    );
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 6 }), fc.boolean(), fc.boolean(), (texts, color, unicode) => {
        const text = texts.join('');
        const all = turn('', {
          speaker: text,
          segments: [{ text, mark: 'phrase' }, { text }],
          calls: [text],
          faults: [text],
        });
        for (const line of transcriptLines([all], { ...STYLE, color, unicode })) {
          const bare = plain(line);
          expect(bare).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202e\ud800-\udfff]/u);
          if (!color) expect(bare).toBe(line);
          expect(displayWidth(bare)).toBeLessThanOrEqual(STYLE.columns);
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
