import { describe, expect, it } from 'vitest';
import { MAX_MARKS, readAttributes, readParents, readSignals } from './marks.ts';

describe('readSignals', () => {
  it('names what holds, sorted and once, and takes a no in words for a no', () => {
    const value = { staff: true, resolved: 'yes', spam: 'No', score: 0, votes: 3, nothing: null, deep: {} };
    expect(readSignals(value, [])).toEqual(['resolved', 'staff', 'votes']);
    expect(readSignals(['b', 'a', 'b', 7], [])).toEqual(['a', 'b']);
    expect(readSignals('resolved', [])).toEqual([]);
  });

  it('tells what is beyond the limit', () => {
    const unread: { reason: string }[] = [];
    const many = Array.from({ length: MAX_MARKS + 1 }, (_, i) => `s${i}`);
    expect(readSignals(many, unread as never)).toHaveLength(MAX_MARKS);
    expect(unread[0]?.reason).toContain('got 65');
  });
});

describe('readAttributes', () => {
  it('reads texts, numbers and lists, sorted by name', () => {
    expect(readAttributes({ ip: ['a', 'b'], device: 7, none: '', no: null }, [])).toEqual([
      ['device', '7'],
      ['ip', 'a'],
      ['ip', 'b'],
    ]);
    expect(readAttributes(['device'], [])).toEqual([]);
  });
});

describe('readParents', () => {
  it('reads one or several, and tells what is not text', () => {
    const unread: unknown[] = [];
    expect(readParents('one', unread as never)).toEqual(['one']);
    expect(readParents(['one', 2, {}], unread as never)).toEqual(['one', '2']);
    expect(unread).toHaveLength(1);
  });
});
