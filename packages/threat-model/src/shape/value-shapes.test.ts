import { describe, expect, it } from 'vitest';
import { type Fault, faultList } from '../document/fault.ts';
import { readTree } from '../yaml/read-tree.ts';
import { count, flag, share } from './number.ts';
import { relativePath } from './path.ts';
import { amount, ceiling, day, duration, signatures } from './quantity.ts';
import type { Shape } from './shape.ts';
import { text } from './text.ts';
import { plainValue } from './value.ts';

/** What a shape reads from a piece of YAML, and the first fault. */
function read<T>(shape: Shape<T>, yaml: string): { readonly value: T | undefined; readonly fault: Fault | undefined } {
  const faults = faultList();
  const tree = readTree({ text: yaml, firstLine: 1 }, faults.report);
  const value = tree === undefined ? undefined : shape.read(tree, '`it`', faults.report);
  expect(value === undefined).toBe(!faults.isEmpty());
  return { value, fault: faults.sorted()[0] };
}

describe('a misspelt value', () => {
  it.each<[string, string, string | undefined, Shape<unknown>]>([
    ['a duration', '35 days', '35d', duration()],
    ['a duration', '15min', '15m', duration()],
    ['a duration', '2 Hours', '2h', duration()],
    ['a duration', '35', undefined, duration()],
    ['a duration', 'a month', undefined, duration()],
    ['an amount', '50 usd', '50 USD', amount()],
    ['an amount', '"50,00 USD"', '50.00 USD', amount()],
    ['an amount', '50.00USD', '50.00 USD', amount()],
    ['an amount', '50.00', undefined, amount()],
    ['a ceiling', '50 usd per 30 days', '50 USD / 30d', ceiling()],
    ['a ceiling', '5/1d', '5 / 1d', ceiling()],
    ['a ceiling', '5', undefined, ceiling()],
    ['signatures', '2', '2 signatures', signatures(1)],
    ['signatures', '1 signatures', '1 signature', signatures(1)],
    ['signatures', '2 signature', '2 signatures', signatures(1)],
    ['signatures', 'two signatures', undefined, signatures(1)],
    ['a count', '1_000', '1000', count(1)],
    ['a count', '007', '7', count(1)],
    ['a count', 'five', undefined, count(1)],
    ['a share', '.95', '0.95', share()],
    ['a share', '95%', '0.95', share()],
    ['a flag', 'yes', 'true', flag()],
    ['a flag', 'Off', 'false', flag()],
    ['a flag', 'perhaps', undefined, flag()],
    ['a path', '.\\x.jsonl', 'x.jsonl', relativePath()],
    ['a path', 'data\\x.jsonl', 'data/x.jsonl', relativePath()],
    ['a path', '../x', undefined, relativePath()],
  ])('that should be %s is refused: %s', (_, yaml, suggestion, shape) => {
    const { fault } = read(shape, yaml);
    expect(fault?.suggestion).toBe(suggestion);
    // Whoever takes the suggestion is done.
    if (suggestion !== undefined) expect(read(shape, suggestion).fault).toBeUndefined();
  });
});

describe('a value', () => {
  it.each<[string, Shape<unknown>, unknown]>([
    ['800ms', duration(), 800],
    ['0.00 USD', amount(), { minor: 0, currency: 'USD' }],
    ['1200 JPY', amount(), { minor: 1200, currency: 'JPY' }],
    ['5 / 1d', ceiling(), { limit: { count: 5 }, windowMs: 86_400_000 }],
    ['0 signatures', signatures(0), 0],
    ['16 signatures', signatures(1), 16],
    ['1000000000', count(1), 1_000_000_000],
    ['0.999', share(), 0.999],
    ['false', flag(), false],
    ['2028-02-29', day(), '2028-02-29'],
    ['data/**/a..b/{x,y}*.jsonl', relativePath(), 'data/**/a..b/{x,y}*.jsonl'],
    ['"..."', relativePath(), '...'],
    ['-12.50', plainValue(), -12.5],
    ['0', plainValue(), 0],
    ['true', plainValue(), true],
    ['"yes"', plainValue(), 'yes'],
    ['"2026-01-01"', plainValue(), '2026-01-01'],
    ['"0x10"', plainValue(), '0x10'],
    ['paid', plainValue(), 'paid'],
    ['""', plainValue(), ''],
    ['"no"', text({ expects: 'a text' }), 'no'],
    ['Grüße, 東京', text({ expects: 'a text' }), 'Grüße, 東京'],
  ])('is read: %s', (yaml, shape, value) => {
    expect(read(shape, yaml)).toEqual({ value, fault: undefined });
  });

  it.each<[string, Shape<unknown>]>([
    ['yes', plainValue()],
    ['y', plainValue()],
    ['True', plainValue()],
    ['2026-01-01', plainValue()],
    ['12:30:45', plainValue()],
    ['1_000', plainValue()],
    ['0b1', plainValue()],
    ['0x1F', plainValue()],
    ['1e3', plainValue()],
    ['.5', plainValue()],
    ['-.inf', plainValue()],
    ['9007199254740993', plainValue()],
    ['012', plainValue()],
    ['~', plainValue()],
    ['{ a: 1 }', plainValue()],
    ['"a\\u202eb"', plainValue()],
    ['"two\\nlines"', text({ expects: 'a text' })],
    ['" padded "', text({ expects: 'a text' })],
    ['007', text({ expects: 'a text' })],
    ['no', text({ expects: 'a text' })],
    ['2027-02-29', day()],
    ['2027-1-31', day()],
    ['1.00', share()],
    ['0.0', share()],
    ['1e-2', share()],
    ['1000000001', count(1)],
    ['17 signatures', signatures(1)],
    ['0 signatures', signatures(1)],
    ['0 / 1d', ceiling()],
    ['0.00 USD / 1d', ceiling()],
    ['a/..', relativePath()],
    ['file:x', relativePath()],
  ])('that readers of YAML take for different things, or that is none, is refused: %s', (yaml, shape) => {
    const { fault } = read(shape, yaml);
    expect(fault).toMatchObject({ line: 1, column: 1 });
  });
});
