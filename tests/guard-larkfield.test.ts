import { describe, expect, it } from 'vitest';
import { playMonth } from './guard-larkfield.test-support.ts';

describe("Larkfield's trigger against a guarded credit tool", () => {
  it('takes nothing while every legitimate credit flows, and is an incident by the fourth account', async () => {
    const { served, alertedAt, lostCents, attackers } = await playMonth({
      attackersAreEligible: false,
      isWatched: true,
    });
    expect(attackers).toBe(20);
    expect(lostCents).toBe(0);
    expect(served.asked).toBeGreaterThan(100);
    expect(served.allowed / served.asked).toBeGreaterThanOrEqual(0.99);
    expect(alertedAt).toBeLessThanOrEqual(4);
  });
});
