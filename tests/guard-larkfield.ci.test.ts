import { describe, expect, it } from 'vitest';
import { playMonth } from './guard-larkfield.test-support.ts';

describe("Larkfield's trigger against a guarded credit tool, to the end", () => {
  it('loses at most the ceilings to an attacker whose orders are eligible', async () => {
    const unbound = await playMonth({ attackersAreEligible: true });
    const byAccount = await playMonth({ attackersAreEligible: true, ceilings: 'account: 25.00 USD / 30d' });
    const byAll = await playMonth({ attackersAreEligible: true, ceilings: 'global: 300.00 USD / 30d' });
    expect(byAccount.lostCents).toBeGreaterThan(0);
    expect(byAccount.lostCents).toBeLessThanOrEqual(byAccount.attackers * 2500);
    expect(byAll.lostCents).toBeLessThanOrEqual(30_000);
    for (const { lostCents } of [byAccount, byAll]) expect(lostCents).toBeLessThan(unbound.lostCents);
  });

  it('loses money in shadow mode, where nothing is denied: the guard is what kept it', async () => {
    const { lostCents } = await playMonth({ attackersAreEligible: false, mode: 'shadow' });
    expect(lostCents).toBeGreaterThan(0);
  });
});
