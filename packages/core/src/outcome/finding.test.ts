import { describe, expect, it } from 'vitest';
import { findingId, isAtLeast, SEVERITIES } from './finding.ts';

describe('findingId', () => {
  it('keeps the id of a known finding, because accepted risks name it whole', () => {
    expect(findingId('corpus/trigger-phrase', 'per our zephyr arrangement')).toBe(
      'corpus/trigger-phrase:8e53c0b34ac1817b48ecf9faa68781d3',
    );
  });

  it('differs by code and by subject, and does not confuse the two', () => {
    const ids = new Set([
      findingId('corpus/trigger-phrase', 'a'),
      findingId('corpus/trigger-phrase', 'b'),
      findingId('corpus/unreadable', 'a'),
      findingId('corpus/unreadable', '","a'),
    ]);
    expect(ids.size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^corpus\/[a-z-]+:[0-9a-f]{32}$/);
  });
});

describe('isAtLeast', () => {
  it('orders severities from info to critical', () => {
    expect(SEVERITIES).toEqual(['info', 'low', 'medium', 'high', 'critical']);
    for (const [i, a] of SEVERITIES.entries()) {
      for (const [j, b] of SEVERITIES.entries()) expect(isAtLeast(a, b)).toBe(i >= j);
    }
  });
});
