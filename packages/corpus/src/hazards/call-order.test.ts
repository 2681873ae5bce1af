import type { Conversation } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallOrder, CallOrderCounter } from './call-order.ts';

function calling(...tools: string[]): Conversation {
  return {
    turns: tools.map((name) => ({ role: 'assistant', text: '', toolCalls: [{ name, arguments: '{}' }] })),
  };
}

function countOf(conversations: readonly (readonly string[])[]): CallOrderCounter {
  const counter = new CallOrderCounter();
  for (const tools of conversations) counter.add(calling(...tools));
  return counter;
}

/** As plain data, without what was counted zero times. */
function plain(order: CallOrder): unknown {
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    calls: sorted(order.calls),
    bare: sorted(order.bare),
    preceded: sorted(order.preceded).map(([tool, before]) => [tool, sorted(before)]),
  };
}

describe('CallOrderCounter', () => {
  it('counts every call, which tools came before it, and whether it came first', () => {
    const order = countOf([['look', 'pay', 'pay'], ['pay']]);
    expect(plain(order)).toEqual({
      calls: [
        ['look', 1],
        ['pay', 3],
      ],
      bare: [
        ['look', 1],
        ['pay', 1],
      ],
      preceded: [
        ['look', []],
        [
          'pay',
          [
            ['look', 2],
            ['pay', 1],
          ],
        ],
      ],
    });
  });

  it('respects the order of several calls in one turn', () => {
    const both = { role: 'assistant' as const, text: '' };
    const counter = new CallOrderCounter();
    counter.add({
      turns: [
        {
          ...both,
          toolCalls: [
            { name: 'pay', arguments: '' },
            { name: 'look', arguments: '' },
          ],
        },
      ],
    });
    expect([counter.preceded.get('pay')?.size, counter.preceded.get('look')?.get('pay')]).toEqual([0, 1]);
  });

  it('starts anew with each conversation', () => {
    expect(countOf([['look'], ['pay']]).preceded.get('pay')?.size).toBe(0);
  });

  it('counts tools that are named like members of Object', () => {
    const order = countOf([['__proto__', 'constructor'], ['toString']]);
    expect(order.calls.get('__proto__')).toBe(1);
    expect(order.preceded.get('constructor')?.get('__proto__')).toBe(1);
    expect(order.preceded.get('toString')?.size).toBe(0);
  });

  it('stops at 2000 tools, so that hostile names cannot fill memory, and keeps counting the known ones', () => {
    const names = Array.from({ length: 2500 }, (_, i) => [`tool-${i}`]);
    const order = countOf([...names, ['tool-0'], ['tool-2400']]);
    expect(order.calls.size).toBe(2000);
    expect(order.preceded.size).toBe(2000);
    expect(order.calls.get('tool-0')).toBe(2);
    expect(order.calls.has('tool-2400')).toBe(false);
    const merged = new CallOrderCounter();
    merged.merge(order);
    merged.merge(countOf([['another', 'tool-1']]));
    expect(merged.calls.size).toBe(2000);
    expect(merged.calls.get('tool-1')).toBe(2);
  });

  it('gives the same counts however conversations are split into parts and whichever part comes first', () => {
    const tool = fc.constantFrom('a', 'b', 'c', '__proto__');
    const conversations = fc.array(fc.array(tool, { maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(conversations, fc.nat(12), fc.boolean(), (all, at, isSwapped) => {
        const parts = [countOf(all.slice(0, at)), countOf(all.slice(at))];
        const merged = new CallOrderCounter();
        for (const part of isSwapped ? parts.reverse() : parts) merged.merge(part);
        expect(plain(merged)).toEqual(plain(countOf(all)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
