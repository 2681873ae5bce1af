import { FINDING_CATALOGUE, FINDING_CODES, isFindingCode } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { GUARD_ANSWER_CODES, GUARD_ANSWERS } from './answers/guard-answers.ts';
import { explain } from './explain.ts';

describe('explain', () => {
  it.each(FINDING_CODES)('says of %s what it means, how it is established, what to do, and what it answers', (code) => {
    const { document, blocks } = explain(code, { clock: () => 0 });
    expect(document).toMatchObject({ code, exit: 0, kind: 'finding', ...FINDING_CATALOGUE[code] });
    expect(document.threats.length).toBeGreaterThan(0);
    const text = JSON.stringify(blocks);
    for (const part of [document.why, document.how, document.remedy, document.control]) expect(text).toContain(part);
  });

  it('says of every answer of a guard what it means, when it is given and what to do', () => {
    for (const code of GUARD_ANSWER_CODES) {
      const { document, blocks } = explain(code, { clock: () => 0 });
      const { title, control, why, how, remedy } = GUARD_ANSWERS[code];
      expect(document).toMatchObject({ code, exit: 0, control, answer: { title, why, how, remedy } });
      expect(document.kind).toBe(isFindingCode(code) ? 'finding' : 'answer');
      expect(document.threats.length).toBeGreaterThan(0);
      const text = blocks.flatMap((block) => (block.kind === 'text' ? block.lines : []));
      expect(text).toEqual(expect.arrayContaining([why, how, remedy]));
    }
  });

  it('keeps both meanings of a code that is found and answered, and says that no guard answers with the others', () => {
    const { document, blocks } = explain('guard/stopped');
    expect(document).toMatchObject({ kind: 'finding', ...FINDING_CATALOGUE['guard/stopped'] });
    expect(document.answer).toMatchObject({ title: GUARD_ANSWERS['guard/stopped'].title });
    expect(JSON.stringify(blocks)).toContain('As an answer of the guard: An operator stopped the action');
    expect(explain('corpus/unreadable').document.answer).toBeNull();
  });

  it.each(['__proto__', 'constructor', 'toString', ''])('refuses %j, naming the codes there are', (code) => {
    expect(() => explain(code)).toThrow(
      expect.objectContaining({ code: 'explain/unknown-code', message: expect.stringContaining(FINDING_CODES[0]!) }),
    );
  });

  it('suggests the code that was probably meant, and names those of its area', () => {
    expect(() => explain('corpus/unreadble')).toThrow('did you mean `corpus/unreadable`?');
    expect(() => explain('guard/ceiling-exeeded')).toThrow('did you mean `guard/ceiling-exceeded`?');
    expect(() => explain('guard/zzz')).toThrow(/^(?!.*corpus\/).*guard\/stopped/);
  });
});
