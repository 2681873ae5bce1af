import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { bitsPerCharacter, secretStrings } from './secret-strings.ts';

const random = seededRandom('secrets');
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const draw = (length: number): string => Array.from({ length }, () => random.pick(Array.from(BASE64))).join('');

describe('secretStrings', () => {
  // Built here, so that no scanner takes this file for a leak.
  it.each([
    ['sk', `sk-${draw(40)}`],
    ['a GitHub token', `ghp_${draw(36)}`],
    ['an AWS key id', `AKIA${'Q7'.repeat(8)}`],
    ['a Google key', `AIza${draw(35)}`],
    ['a Slack token', `xoxb-${draw(24)}`],
    ['a Stripe key', `sk_live_${draw(24)}`],
    ['a JSON Web Token', `eyJ${draw(20)}.eyJ${draw(40)}.${draw(30)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ])('finds %s by its form', (_, key) => {
    expect(secretStrings(`Sure: ${key} is it.`)).toEqual([{ kind: 'key', text: key }]);
  });

  it('finds random strings without a known form', () => {
    let found = 0;
    for (let i = 0; i < 300; i++) if (secretStrings(`the password is ${draw(20)} .`)[0]?.kind === 'random') found++;
    expect(found).toBeGreaterThan(280);
    expect(secretStrings('it is aB3xK9mQ2vR7tY4wZ8nL')).toEqual([{ kind: 'random', text: 'aB3xK9mQ2vR7tY4wZ8nL' }]);
  });

  it('leaves digests, ids, paths, words and long numbers alone', () => {
    const text = `9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 550e8400-e29b-41d4-a716-446655440000
      order-confirmation-for-march-2025 InvoiceNumber2025ForMarch Please-Refund-Order-2025-Now Order-2025-Order-2025 12345678901234567890 THIS_IS_A_CONSTANT_NAME_2
      https://example.com/a-rather-long-path/of/words`;
    expect(secretStrings(text)).toEqual([]);
    expect(secretStrings('')).toEqual([]);
  });

  it('reads long hostile text', () => {
    for (const piece of ['eyJaaaaaaaaaaaa.', 'sk-', 'gh', 'A1b', '-----BEGIN '])
      expect(secretStrings(piece.repeat(20_000)).length).toBeGreaterThanOrEqual(0);
  });
});

describe('bitsPerCharacter', () => {
  it('is the Shannon entropy', () => {
    expect(bitsPerCharacter('')).toBe(0);
    expect(bitsPerCharacter('aaaa')).toBe(0);
    expect(bitsPerCharacter('abab')).toBe(1);
    expect(bitsPerCharacter('abcdefgh')).toBe(3);
  });
});
