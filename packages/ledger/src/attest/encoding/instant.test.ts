import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from './instant.ts';

describe('an instant', () => {
  it('has one spelling: UTC, whole seconds', () => {
    expect(parseInstant('2026-11-05T09:12:44Z')).toBe(Date.UTC(2026, 10, 5, 9, 12, 44));
    expect(formatInstant(Date.UTC(2026, 10, 5, 9, 12, 44, 999))).toBe('2026-11-05T09:12:44Z');
    const others = ['2026-11-05', '2026-11-05T09:12:44', '2026-11-05T09:12:44.0Z', '2026-11-05T09:12:44+00:00'];
    const none = ['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-06-30T23:59:60Z'];
    for (const text of [...others, ...none, '1969-12-31T23:59:59Z ', '']) expect(parseInstant(text)).toBeUndefined();
  });

  it('stays within four digits of a year', () => {
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000]) {
      expect(() => formatInstant(ms)).toThrow(/1970 to 9999/);
    }
  });
});
