import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisScale } from './axis-scale.ts';

describe('the scale of an axis', () => {
  it('has few round ticks that hold all values', () => {
    expect(axisScale({ title: '' }, [0, 17.4]).ticks).toEqual([0, 5, 10, 15, 20]);
    expect(axisScale({ title: '', scale: 'log' }, [2, 900]).ticks).toEqual([1, 10, 100, 1000]);
  });

  it('places every finite value between 0 and 1, and leaves out what a logarithm cannot show', () => {
    const values = fc.array(fc.double(), { maxLength: 20 });
    fc.assert(
      fc.property(values, fc.constantFrom('linear' as const, 'log' as const), (numbers, scale) => {
        const axis = axisScale({ title: '', scale }, numbers);
        expect(axis.ticks.length).toBeLessThan(20);
        for (const number of numbers) {
          const position = axis.position(number);
          if (!Number.isFinite(number) || (scale === 'log' && number <= 0)) expect(position).toBeUndefined();
          else expect(position).toSatisfy((at: number) => at >= 0 && at <= 1);
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});
