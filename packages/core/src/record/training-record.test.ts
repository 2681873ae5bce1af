import { describe, expect, it } from 'vitest';
import { recordLabel } from './training-record.ts';

describe('recordLabel', () => {
  const place = { file: 'month.jsonl', line: 7 };

  it('is the id where the record has one of its own', () => {
    expect(recordLabel(place, 'r-1', false)).toBe('r-1');
  });

  it('is id and place where the id repeats', () => {
    expect(recordLabel(place, 'r-1', true)).toBe('r-1#month.jsonl:7');
  });

  it('is the place where there is no id, with the column of a record inside a line', () => {
    expect(recordLabel(place, undefined, false)).toBe('month.jsonl:7');
    expect(recordLabel({ ...place, column: 210 }, undefined, false)).toBe('month.jsonl:7:210');
  });
});
