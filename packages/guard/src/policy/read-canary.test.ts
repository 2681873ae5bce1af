import { describe, expect, it } from 'vitest';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { parseGuardPolicy } from './parse-guard-policy.ts';

const CANARY = {
  method: 'POST',
  url: 'https://billing.internal/credits',
  arguments: { account: 'canary-1', rush: true, weight: 0.5 },
};

function read(canary: unknown, action: Readonly<Record<string, unknown>> = {}): unknown {
  return parseGuardPolicy(samplePolicyJson({ action: { ...action, canary } })).actions.get('issue_credit');
}

describe('a canary in a compiled policy', () => {
  it('is accepted and not kept: the action is what it is without it', () => {
    const plain = parseGuardPolicy(samplePolicyJson()).actions.get('issue_credit');
    expect(read(CANARY)).toEqual(plain);
    expect(read({ ...CANARY, method: 'PUT', url: 'http://127.0.0.1:7070/credits?dry=no', arguments: {} })).toEqual(
      plain,
    );
  });

  it('is a part of what the digest names', () => {
    const digest = (canary: unknown): string => parseGuardPolicy(samplePolicyJson({ action: { canary } })).digest;
    expect(digest({ ...CANARY, url: 'https://billing.internal/credit' })).not.toBe(digest(CANARY));
  });

  it.each<readonly [string, unknown, string]>([
    ['no object', 'POST', 'canary: expected an object'],
    ['a null', null, 'canary: expected an object'],
    ['another method', { ...CANARY, method: 'GET' }, 'canary.method: expected one of POST, PUT'],
    ['no method', { url: CANARY.url, arguments: {} }, 'canary.method: expected one of POST, PUT'],
    ['no URL', { method: 'POST', arguments: {} }, 'canary.url: expected a text'],
    ['no arguments', { method: 'POST', url: CANARY.url }, 'canary.arguments: expected an object'],
    [
      'an argument that is a list',
      { ...CANARY, arguments: { a: [1] } },
      'canary.arguments.a: expected a text, a number',
    ],
    [
      'an argument that is the amount',
      { ...CANARY, arguments: { amount_cents: 1 } },
      'canary.arguments.amount_cents: expected no',
    ],
    ['a header', { ...CANARY, headers: { authorization: 'x' } }, 'canary.headers: expected no such field'],
    ['a placeholder', { ...CANARY, url: 'https://billing.internal/{account}' }, 'canary.url: expected an absolute URL'],
    ['a user', { ...CANARY, url: 'https://a:b@billing.internal/' }, 'canary.url: expected an absolute URL'],
    ['a fragment', { ...CANARY, url: 'https://billing.internal/#a' }, 'canary.url: expected an absolute URL'],
    ['no encryption', { ...CANARY, url: 'http://billing.internal/' }, 'canary.url: expected an absolute URL'],
    [
      'a name that begins like loopback',
      { ...CANARY, url: 'http://127.0.0.1.example/' },
      'canary.url: expected an absolute',
    ],
    ['another scheme', { ...CANARY, url: 'file:///etc/passwd' }, 'canary.url: expected an absolute URL'],
  ])('is refused with %s', (_, canary, message) => {
    expect(() => read(canary)).toThrow(message);
  });

  it('is refused where the action has no amount, or no ceiling of money', () => {
    const ceilings = [{ scope: 'account', limit: { count: 5 }, windowMs: 1000 }];
    expect(() => read(CANARY, { ceilings })).toThrow('canary: expected an action with a ceiling of money');
    const bare = { amount: undefined, approval: undefined, ceilings };
    expect(() => read(CANARY, bare)).toThrow('canary: expected an action with an amount');
  });
});
