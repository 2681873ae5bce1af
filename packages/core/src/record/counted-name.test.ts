import { describe, expect, it } from 'vitest';
import { countedName } from './counted-name.ts';

describe('countedName', () => {
  it.each(['anna', 'Anna', 'anna ', ' ANNA', 'anna\u200b', 'an\u00adna', 'anna\ufeff', '\u0430nna', 'ａｎｎａ'])(
    'counts `%s` as one person',
    (name) => expect(countedName(name)).toBe('anna'),
  );

  it('keeps apart what differs', () => {
    expect(new Set(['anna', 'anna2', 'ann', 'anna b'].map(countedName)).size).toBe(4);
    expect(countedName('::ffff:10.0.0.1')).toBe('10.0.0.1');
  });
});
