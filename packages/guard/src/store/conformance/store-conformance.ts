import type { CaseBody, ConformanceCase, StoreUnderTest } from './conformance-case.ts';
import { LISTING_CASES } from './listing-cases.ts';
import { MONEY_CASES } from './money-cases.ts';
import { ROW_CASES } from './row-cases.ts';
import { TRANSACTION_CASES } from './transaction-cases.ts';

/**
 * What every store must keep, as cases for any test runner: `for (const { name, run } of storeConformance(create))
 * test(name, run)`. `create` makes an empty store for each case.
 */
export function storeConformance(create: () => Promise<StoreUnderTest>): readonly ConformanceCase[] {
  const bodies: Readonly<Record<string, CaseBody>> = {
    ...ROW_CASES,
    ...TRANSACTION_CASES,
    ...LISTING_CASES,
    ...MONEY_CASES,
  };
  return Object.entries(bodies).map(([name, body]) => ({
    name,
    run: async () => {
      const target = await create();
      try {
        await body(target);
      } finally {
        await target.dispose();
      }
    },
  }));
}
