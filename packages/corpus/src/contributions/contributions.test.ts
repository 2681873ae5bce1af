import { describe, expect, it } from 'vitest';
import { timeOf } from './contribution-part.ts';

describe('timeOf', () => {
  it.each([
    ['2026-10-01T00:00:00Z', Date.UTC(2026, 9, 1)],
    ['2026-10-01', Date.UTC(2026, 9, 1)],
    ['1790812800', 1_790_812_800_000],
    ['1790812800123', 1_790_812_800_123],
  ])('reads %s', (text, ms) => expect(timeOf(text)).toBe(ms));

  it.each(['', 'yesterday', '17', '99999-01-01', '-1', '1e99', undefined])('has no time for %s', (text) =>
    expect(timeOf(text)).toBeNaN(),
  );
});
