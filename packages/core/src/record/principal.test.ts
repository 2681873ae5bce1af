import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { principalKey } from './principal.ts';

describe('principalKey', () => {
  const name = fc.oneof(anyText(6), fc.constantFrom('', '"', '","', '\\', '\ud800', '\\ud800', 'a', 'b'));

  it('is equal exactly when tenant and account are', () => {
    fc.assert(
      fc.property(name, name, name, name, (tenant, account, otherTenant, otherAccount) => {
        const isSame = tenant === otherTenant && account === otherAccount;
        const keys = [principalKey({ tenant, account }), principalKey({ tenant: otherTenant, account: otherAccount })];
        expect(keys[0] === keys[1]).toBe(isSame);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('tells the same account name under two tenants apart, and where tenant ends and account begins', () => {
    expect(principalKey({ tenant: 'a', account: 'x' })).not.toBe(principalKey({ tenant: 'b', account: 'x' }));
    expect(principalKey({ tenant: 'a","b', account: 'c' })).not.toBe(principalKey({ tenant: 'a', account: 'b","c' }));
  });
});
