import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../policy/controls.ts';
import { FINDING_CATALOGUE, FINDING_CODES, isFindingCode } from './catalogue.ts';

describe('FINDING_CATALOGUE', () => {
  it('explains every code, no other, in sorted order', () => {
    expect(Object.keys(FINDING_CATALOGUE).sort()).toEqual([...FINDING_CODES]);
    expect([...FINDING_CODES].sort()).toEqual([...FINDING_CODES]);
  });

  it.each([...FINDING_CODES])('says of %s what, why, how and what to do, under a control that exists', (code) => {
    const { title, control, why, how, remedy } = FINDING_CATALOGUE[code];
    expect(Object.hasOwn(CONTROLS, control)).toBe(true);
    for (const text of [title, why, how, remedy]) expect(text.trim().length).toBeGreaterThan(10);
    expect(title.endsWith('.')).toBe(false);
  });
});

describe('isFindingCode', () => {
  it('knows every code and nothing that an object merely inherits', () => {
    for (const code of FINDING_CODES) expect(isFindingCode(code)).toBe(true);
    for (const text of ['', 'corpus', '__proto__', 'constructor', 'toString', 'corpus/Unreadable']) {
      expect(isFindingCode(text)).toBe(false);
    }
  });
});
