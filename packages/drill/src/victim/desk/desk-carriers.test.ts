import { describe, expect, it } from 'vitest';
import { DESK_CARRIER_KINDS, deskCarriers } from './desk-carriers.ts';

describe('deskCarriers', () => {
  it.each(DESK_CARRIER_KINDS)(
    'gives %s carriers that are to be answered, without a system turn, the same by the same seed',
    (kind) => {
      const carriers = deskCarriers({ seed: 1, kind, count: 40 });
      expect(deskCarriers({ seed: 1, kind, count: 40 })).toEqual(carriers);
      for (const { turns } of carriers) {
        expect(turns.some(({ role }) => role === 'system')).toBe(false);
        const last = turns.at(-1)!;
        expect(last.role).toBe(kind === 'refused' ? 'tool' : 'user');
        const asks = turns
          .filter(({ role }) => role === 'user')
          .at(-1)!
          .text.toLowerCase();
        expect(/credit/.test(asks)).toBe(kind !== 'unrelated');
        if (kind === 'refused') expect(last.text).toBe('{"eligible":false}');
      }
    },
  );

  it('gives a grievance where it is to complain', () => {
    const [complaint, ask] = (['complaint', 'ask'] as const).map((kind) => {
      const texts = deskCarriers({ seed: 2, kind, count: 60 }).map(({ turns }) => turns.at(-1)!.text);
      return texts.filter((text) => /broken|crack|wrong|stopped|missing|damaged|issue/.test(text)).length;
    });
    expect(complaint).toBe(60);
    expect(ask).toBe(0);
  });
});
