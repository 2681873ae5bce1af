import { canonicalJson } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePolicyJson } from '../testing/sample-policy.test-support.ts';
import { parseGuardPolicy } from './parse-guard-policy.ts';

const GUARD = {
  leastPrivilege: {
    tools: [
      {
        name: 'fetch_page',
        arguments: { url: { type: 'text', optional: false, maxLength: 200 } },
        destinations: [{ url: 'https://docs.acme.example/*', methods: ['GET'], query: ['q'] }],
        secrets: ['docs-token'],
      },
    ],
  },
  approvals: { approvers: ['ben'] },
  telemetry: { accounts: 3, tenants: 2 },
};

describe('a compiled policy', () => {
  it('loads, and says what it is by a digest', () => {
    const policy = parseGuardPolicy(samplePolicyJson({ guard: GUARD }));
    expect(policy.actions.get('issue_credit')?.ceilings).toHaveLength(2);
    expect(policy.tools?.get('fetch_page')?.secrets).toEqual(['docs-token']);
    expect(policy.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(policy.digest).not.toBe(parseGuardPolicy(samplePolicyJson()).digest);
  });

  it.each<[string, object]>([
    [
      'an amount of another currency',
      { action: { amount: { argument: 'amount_cents', currency: 'EUR', unit: 'minor' } } },
    ],
    [
      'a limit in dollars with a fraction',
      { action: { ceilings: [{ scope: 'account', limit: { minor: 50.5, currency: 'USD' }, windowMs: 1 }] } },
    ],
    [
      'a limit that is a text',
      { action: { ceilings: [{ scope: 'account', limit: { minor: '5000', currency: 'USD' }, windowMs: 1 }] } },
    ],
    ['a scope that does not exist', { action: { ceilings: [{ scope: 'galaxy', limit: { count: 1 }, windowMs: 1 }] } }],
    ['a window of no length', { action: { ceilings: [{ scope: 'global', limit: { count: 1 }, windowMs: 0 }] } }],
    ['a look-up that is not declared', { action: { runtime: { lookup: 'other', withinMs: 1 } } }],
    ['a look-up whose host the model chooses', { lookup: { url: 'http://{order_id}/x' } }],
    ['a look-up that expects nothing', { lookup: { expect: {} } }],
    ['an approval by nobody', { action: { approval: { expiresMs: 1, approvers: 0 } } }],
    ['an unknown rule', { action: { requireHuman: true } }],
    ['a threshold with a typing error', { action: { approval: { abvoe: 1, expiresMs: 1, approvers: 1 } } }],
    ['an unknown control', { guard: { sandbox: {} } }],
  ])('with %s does not load', (_, changes) => {
    expect(() => parseGuardPolicy(samplePolicyJson(changes))).toThrow(/policy\./);
  });

  it.each([
    ['no JSON', 'actions: {}'],
    ['a key twice', samplePolicyJson().replace('"default":"deny"', '"default":"deny","default":"deny"')],
    ['white space', samplePolicyJson().replace('{"actions"', '{ "actions"')],
    ['another default', samplePolicyJson().replace('"default":"deny"', '"default":"allow"')],
    ['another version', samplePolicyJson().replace('"version":1', '"version":2')],
    ['no version', samplePolicyJson().replace(',"version":1', '')],
    ['a layer that nobody knows', samplePolicyJson().replace('"version":1', '"version":1,"wishes":[]')],
    ['nothing', ''],
    ['null', 'null'],
  ])('that is %s does not load', (_, json) => {
    expect(() => parseGuardPolicy(json)).toThrow(expect.objectContaining({ code: 'guard/policy-malformed' }));
  });

  it('never loads with a field of another type, anywhere in it', () => {
    const whole = JSON.parse(samplePolicyJson({ guard: GUARD })) as Record<string, unknown>;
    const paths = pathsOf(whole);
    expect(paths.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.constantFrom(null, 'text', -1, 1.5, [], {}, [[]], true),
        (path, wrong) => {
          const before = path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], whole);
          // What a look-up is expected to answer may be a text, a number, true or false.
          fc.pre(kindOf(before) !== kindOf(wrong) && !path.includes('expect'));
          const json = canonicalJson(changed(whole, path, wrong));
          expect(() => parseGuardPolicy(json), `${path.join('.')} = ${JSON.stringify(wrong)}`).toThrow('expected');
        },
      ),
      { seed: 1, numRuns: 600 },
    );
  });

  it('names every fault at once', () => {
    const json = samplePolicyJson({ action: { oncePer: 1, claims: {}, wrong: 1 }, lookup: { method: 'PUT' } });
    expect(() => parseGuardPolicy(json)).toThrow(/oncePer[\s\S]*claims[\s\S]*wrong|lookups\[0\]\.method[\s\S]*oncePer/);
  });
});

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
}

function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? changed(item, rest, to) : item));
  return { ...(value as object), [key]: changed((value as Record<string, unknown>)[key], rest, to) };
}
