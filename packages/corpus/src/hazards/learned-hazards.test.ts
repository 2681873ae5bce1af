import { describe, expect, it } from 'vitest';
import { CallOrderCounter } from './call-order.ts';
import { learnHazards, MIN_TRUSTED_CALLS } from './learned-hazards.ts';

function orderOf(...groups: readonly (readonly [number, ...string[]])[]): CallOrderCounter {
  const counter = new CallOrderCounter();
  for (const [times, ...tools] of groups) {
    const turns = tools.map((name) => ({ role: 'assistant' as const, text: '', toolCalls: [{ name, arguments: '' }] }));
    for (let i = 0; i < times; i++) counter.add({ turns });
  }
  return counter;
}

const learned = (order: CallOrderCounter): (readonly [string, readonly string[] | undefined])[] =>
  learnHazards(order).map(({ action, precondition }) => [action, precondition?.after]);

describe('learnHazards', () => {
  it('learns nothing from 49 calls and a precondition from 50', () => {
    expect(MIN_TRUSTED_CALLS).toBe(50);
    expect(learned(orderOf([49, 'look', 'pay']))).toEqual([]);
    expect(learned(orderOf([50, 'look', 'pay']))).toEqual([['pay', ['look']]]);
  });

  it('learns nothing of a tool that lacked its predecessor once', () => {
    expect(learned(orderOf([500, 'look', 'pay'], [1, 'pay']))).toEqual([]);
    expect(learned(orderOf([500, 'look', 'pay'], [1, 'pay', 'look']))).toEqual([]);
  });

  it('names, of several that always precede, the one that is called least often overall', () => {
    expect(learned(orderOf([60, 'greet', 'look', 'pay'], [60, 'greet']))).toContainEqual(['pay', ['look']]);
    expect(learned(orderOf([60, 'greet', 'look', 'pay'], [60, 'look']))).toContainEqual(['pay', ['greet']]);
  });

  it('breaks a tie between predecessors by name', () => {
    expect(learned(orderOf([60, 'zoo', 'ant', 'pay']))).toContainEqual(['pay', ['ant']]);
  });

  it('never takes a tool as its own precondition', () => {
    expect(learned(orderOf([100, 'pay', 'pay']))).toEqual([]);
  });

  it('is not misled by tools named like members of Object', () => {
    const order = orderOf([60, '__proto__', 'constructor']);
    expect(learned(order)).toEqual([['constructor', ['__proto__']]]);
  });

  it('claims nothing about results or wording, and says that it was learned', () => {
    expect(learnHazards(orderOf([50, 'look', 'pay']))).toEqual([
      { action: 'pay', precondition: { after: ['look'], where: new Map() }, claims: [], origin: 'learned' },
    ]);
  });
});
