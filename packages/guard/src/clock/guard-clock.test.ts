import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_TOLERANCE_MS, createGuardClock } from './guard-clock.ts';

const START = 1_700_000_000_000;

function clockAt(time: { wall: number; passed: number }) {
  return createGuardClock({ clock: () => time.wall, monotonic: () => time.passed });
}

describe("the guard's clock", () => {
  it('is the machine’s while that runs evenly', () => {
    const time = { wall: START, passed: 5 };
    const clock = clockAt(time);
    for (let step = 0; step < 100; step++) {
      expect(clock.read()).toEqual({ window: time.wall, expiry: time.wall });
      time.wall += 10_000;
      time.passed += 10_000;
    }
    expect(clock.aheadMs()).toBe(0);
  });

  it('frees no window when the machine’s is set ahead, and says so', () => {
    const time = { wall: START, passed: 0 };
    const clock = clockAt(time);
    time.wall += 365 * 86_400_000;
    time.passed += 1000;
    expect(clock.read().window).toBe(START + 1000 + CLOCK_TOLERANCE_MS);
    expect(clock.aheadMs()).toBeGreaterThan(CLOCK_TOLERANCE_MS);
  });

  it('keeps nothing alive when the machine’s is set back, and goes on with the time that passes', () => {
    const time = { wall: START, passed: 0 };
    const clock = clockAt(time);
    time.wall -= 86_400_000;
    time.passed += 600_000;
    expect(clock.read()).toEqual({ window: START + 600_000, expiry: START + 600_000 });
  });

  it('never runs back, never lets windows run ahead of the time that passed, whatever the machine’s does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat({ max: 10 ** 6 })), { maxLength: 30 }),
        (steps) => {
          const time = { wall: START, passed: 0 };
          const clock = clockAt(time);
          let before = clock.read();
          for (const [jump, passed] of steps) {
            time.passed += passed;
            time.wall += passed + jump;
            const now = clock.read();
            expect(now.window).toBeGreaterThanOrEqual(before.window);
            expect(now.expiry).toBeGreaterThanOrEqual(before.expiry);
            expect(now.window).toBeGreaterThanOrEqual(START + time.passed);
            expect(now.window).toBeLessThanOrEqual(START + time.passed + CLOCK_TOLERANCE_MS);
            expect(now.expiry).toBeGreaterThanOrEqual(START + time.passed);
            before = now;
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('refuses a time that is none', () => {
    const time = { wall: START, passed: 0 };
    const clock = clockAt(time);
    time.wall = Number.NaN;
    expect(() => clock.read()).toThrow('clock');
  });
});
