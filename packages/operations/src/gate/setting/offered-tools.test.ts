import type { Hazard } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { ToolCensus } from './offered-tools.ts';
import { calls, recordOf } from './records.test-support.ts';

const CREDIT: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map() },
  claims: [],
  origin: 'declared',
};

function census(...called: readonly (readonly [name: string, args: string])[]): ToolCensus {
  const own = new ToolCensus();
  for (const [index, [name, args]] of called.entries()) own.add(recordOf(index, calls(name, args)));
  return own;
}
const properties = (own: ToolCensus, name: string) =>
  own.definitions([CREDIT]).find((tool) => tool.name === name)?.parameters.properties;

describe('the tools that are offered', () => {
  it('are the actions and look-ups, seen or not, and what the corpus calls', () => {
    expect(new ToolCensus().definitions([CREDIT])).toEqual([
      { name: 'lookup_order', parameters: { type: 'object', properties: {} } },
      { name: 'issue_credit', parameters: { type: 'object', properties: {} } },
    ]);
    const names = census(['close', '{}'], ['issue_credit', '{}'])
      .definitions([CREDIT])
      .map(({ name }) => name);
    expect(names).toEqual(['lookup_order', 'issue_credit', 'close']);
  });

  it('have the arguments that were seen, with their types', () => {
    const own = census(
      ['issue_credit', '{"amount":5,"order":"a","tags":["x"],"to":{},"isGift":true,"note":null}'],
      ['issue_credit', '{"note":"hello","amount":"other"}'],
    );
    expect(properties(own, 'issue_credit')).toEqual({
      amount: { type: 'number' },
      order: { type: 'string' },
      tags: { type: 'array' },
      to: { type: 'object' },
      isGift: { type: 'boolean' },
      note: { type: 'string' },
    });
  });

  it.each(['', '{"', '[]', '"x"', 'null', '1', `{"a":"${'x'.repeat(20_001)}"}`, '{"a b":1,"":2,"é":3}'])(
    'have none from `%.20s`',
    (args) => {
      expect(properties(census(['issue_credit', args]), 'issue_credit')).toEqual({});
    },
  );

  it('take names of objects as names', () => {
    const own = census(['__proto__', '{"__proto__":1,"constructor":"x"}']);
    const found = properties(own, '__proto__') as object;
    expect(Object.entries(found)).toEqual([
      ['__proto__', { type: 'number' }],
      ['constructor', { type: 'string' }],
    ]);
  });

  it('are bounded, in names, in number and in arguments, and the actions keep theirs however many came before', () => {
    const many = Array.from({ length: 100 }, (_, index) => [`tool_${index}`, '{}'] as const);
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 1])));
    const own = census(...many, ['bad name', '{}'], ['x'.repeat(65), '{}'], ['issue_credit', wide]);
    expect(own.definitions([]).length).toBeLessThanOrEqual(64);
    expect(own.definitions([]).some(({ name }) => name === 'bad name' || name.length > 64)).toBe(false);
    const early = census(['issue_credit', wide], ...many);
    expect(Object.keys(properties(early, 'issue_credit') as object)).toHaveLength(64);
  });
});
