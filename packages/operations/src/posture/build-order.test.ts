import { CONTROL_IDS } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { BUILD_ORDER } from './build-order.ts';
import { CONTROL_SUPPORT } from './control-support.ts';

describe('BUILD_ORDER', () => {
  it('holds every control exactly once, actions first', () => {
    const ordered = BUILD_ORDER.flatMap(({ controls }) => controls);
    expect([...ordered].sort()).toEqual([...CONTROL_IDS].sort());
    expect(ordered[0]).toBe('actions');
    for (const id of Object.keys(CONTROL_SUPPORT)) expect(ordered).toContain(id);
  });
});
