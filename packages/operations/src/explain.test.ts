import { FINDING_CATALOGUE, FINDING_CODES } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

describe('explain', () => {
  it.each(FINDING_CODES)('says of %s what it means, how it is established, what to do, and what it answers', (code) => {
    const { document, blocks } = explain(code, { clock: () => 0 });
    expect(document).toMatchObject({ code, exit: 0, ...FINDING_CATALOGUE[code] });
    expect(document.threats.length).toBeGreaterThan(0);
    const text = JSON.stringify(blocks);
    for (const part of [document.why, document.how, document.remedy, document.control]) expect(text).toContain(part);
  });

  it.each(['corpus/trigger-phase', '__proto__', 'constructor', ''])(
    'refuses %j, naming the codes there are',
    (code) => {
      expect(() => explain(code)).toThrow(
        expect.objectContaining({ code: 'explain/unknown-code', message: expect.stringContaining(FINDING_CODES[0]!) }),
      );
    },
  );

  it('suggests the code that was probably meant', () => {
    expect(() => explain('corpus/unreadble')).toThrow('did you mean `corpus/unreadable`?');
  });
});
