import { describe, expect, it } from 'vitest';
import { type ActionPolicy, hazardsOf } from './action-policy.ts';

const PLAIN = { oncePer: [], claims: [], ceilings: [] };

describe('hazardsOf', () => {
  it('takes actions with a transcript rule, without a precondition where no transcript is enough', () => {
    const after = { after: ['look'], where: new Map([['ok', true]]) };
    const actions: ActionPolicy[] = [
      { name: 'pay', transcript: after, ...PLAIN, claims: ['paid *'] },
      { name: 'wipe', transcript: 'never', ...PLAIN },
      { name: 'greet', ...PLAIN },
    ];
    expect(hazardsOf({ default: 'deny', lookups: [], actions })).toEqual([
      { action: 'pay', precondition: after, claims: ['paid *'], origin: 'declared' },
      { action: 'wipe', claims: [], origin: 'declared' },
    ]);
  });
});
