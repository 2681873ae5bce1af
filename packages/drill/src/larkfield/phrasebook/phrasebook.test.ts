import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { compileGrammar } from '../language/grammar.ts';
import { beginScene } from '../scenes/conversation.ts';
import { makeAccount } from '../world/accounts.ts';
import { MAX_TENANTS, tenantsOfWorld } from '../world/tenants.ts';
import { PHRASEBOOK } from './phrasebook.ts';

describe('PHRASEBOOK', () => {
  it('fills every slot of every rule and leaves no mark-up of the grammar', () => {
    const random = seededRandom(1);
    for (const tenant of tenantsOfWorld(17)) {
      const scene = beginScene(makeAccount(tenant, random, 0), Date.UTC(2026, 9, 9), random.next() < 0.5, random);
      for (const rule of PHRASEBOOK.rules) {
        for (let i = 0; i < 12; i++) {
          expect(PHRASEBOOK.expand(rule, random, scene.slots)).not.toMatch(/[{}|⟨⟩]|undefined(?! is not)/);
        }
      }
    }
  });

  it('refuses references to rules that do not exist, and rules that exist twice', () => {
    expect(() => compileGrammar({ a: 'see {b}' })).toThrow('rule `a` refers to `b`, which is not defined');
    expect(() => compileGrammar({ a: 'x' }, { a: 'y' })).toThrow('rule `a` is defined twice');
    expect(() => compileGrammar({ a: 'an (open group' })).toThrow('unclosed `(`');
  });
});

describe('tenantsOfWorld', () => {
  it('gives every tenant its own name, catalogue and house style', () => {
    const tenants = tenantsOfWorld(MAX_TENANTS);
    expect(new Set(tenants.map(({ slug }) => slug)).size).toBe(MAX_TENANTS);
    for (const { products } of tenants) expect(new Set(products.map(({ title }) => title)).size).toBe(320);
  });
});
