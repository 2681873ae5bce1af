import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { redirectTarget } from './redirect-target.ts';
import { parseRetryAfter } from './retry-after.ts';
import { parseWebUrl } from './web-url.ts';

describe('a public address', () => {
  it.each([
    '93.184.216.34',
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('may be %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.255',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fec0::1',
    'localhost',
    '',
  ])('is not %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('an address to fetch', () => {
  it.each([
    'ftp://a.example/',
    'javascript:alert(1)',
    'data:,x',
    '/relative',
    'a.example',
    'http://user@a.example/',
    'https://:pw@a.example/',
    '',
    `https://a.example/${'x'.repeat(9000)}`,
  ])('is not %s', (text) => expect(parseWebUrl(text)).toHaveProperty('fault'));

  it('loses its fragment, which is never sent', () => {
    expect(parseWebUrl('https://A.example/b#c')).toMatchObject({ url: new URL('https://a.example/b') });
  });
});

describe('a redirect', () => {
  const from = new URL('https://a.example/one');

  it('is resolved against the address that sent it', () => {
    expect(redirectTarget(from, '../two#x')).toEqual({ url: new URL('https://a.example/two') });
  });

  it.each(['http://a.example/', 'file:///etc/passwd', 'https://u:p@a.example/'])('to %s is not followed', (location) =>
    expect(redirectTarget(from, location)).toHaveProperty('fault'),
  );
});

describe('a time to be left alone', () => {
  it('is read from seconds or a date', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    expect(parseRetryAfter('7', now)).toBe(7000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });
});
