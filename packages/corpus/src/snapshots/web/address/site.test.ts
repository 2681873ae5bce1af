import { describe, expect, it } from 'vitest';
import { isSameSite, registrableName } from './site.ts';

describe('a registered name', () => {
  it.each([
    ['www.example.com', 'example.com'],
    ['example.com.', 'example.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['co.uk', 'co.uk'],
    ['alice.github.io', 'alice.github.io'],
    ['www.alice.github.io', 'alice.github.io'],
    ['bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com'],
    ['localhost', 'localhost'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ])('of %s is %s', (host, name) => expect(registrableName(host)).toBe(name));

  it('tells the sites of two owners apart', () => {
    expect(isSameSite(new URL('http://example.com/'), new URL('https://www.example.com:8443/x'))).toBe(true);
    expect(isSameSite(new URL('https://example.com/'), new URL('https://example.com.evil.test/'))).toBe(false);
    expect(isSameSite(new URL('https://a.co.uk/'), new URL('https://b.co.uk/'))).toBe(false);
    expect(isSameSite(new URL('https://a.github.io/'), new URL('https://b.github.io/'))).toBe(false);
  });
});
