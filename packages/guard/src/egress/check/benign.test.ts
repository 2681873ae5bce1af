import type { Destination } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_URL_BITS } from '../egress-limits.ts';
import { checkDestination } from './check-destination.ts';

const LISTED: readonly Destination[] = [
  { url: 'https://api.example.com/v1/*', methods: ['GET', 'POST'], query: ['q', 'page', 'include'] },
  { url: 'https://api.example.com/health', methods: ['GET', 'HEAD'], query: [] },
  { url: 'https://whole.example', methods: ['GET'], query: ['lat', 'lon'] },
  { url: 'https://root.example/', methods: ['GET'], query: [] },
  { url: 'https://xn--bcher-kva.example/*', methods: ['GET'], query: [] },
  { url: 'https://api.example.com:8443/x', methods: ['GET'], query: [] },
];

describe('an ordinary call is allowed', () => {
  it.each([
    ['https://api.example.com/v1/customers/cus_9s6XKzkNRiz8i3/invoices/in_1MtHbELkdIwHu7ixl4OzzPMv'],
    ['https://api.example.com/v1/orders/7f1d0c1e-5a6b-4a9e-9d8e-0a1b2c3d4e5f'],
    ['https://api.example.com/v1/blobs/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['https://api.example.com/v1/projects/p-1:predict'],
    ['https://api.example.com/v1/users/@me'],
    ['https://api.example.com/v1/files/report%20(final).pdf'],
    ['https://api.example.com/v1/files/.well-known'],
    ['https://api.example.com/v1/cities/K%C3%B6ln'],
    ['https://api.example.com/v1/items/'],
    ['https://api.example.com/v1/search?q=blue%20shoes&page=2'],
    ['https://api.example.com/v1/search?q=%E4%B8%AD%E6%96%87'],
    ['https://api.example.com/v1/search?q=it%27s%20here'],
    ['https://api.example.com/v1/search?q='],
    ['https://api.example.com/v1/search?include'],
    ['https://api.example.com/health'],
    ['https://whole.example/'],
    ['https://whole.example/forecast/today?lat=48.85&lon=-2.35'],
    ['https://root.example/'],
    ['https://xn--bcher-kva.example/katalog'],
    ['https://api.example.com:8443/x'],
  ])('as it is written: %s', (url) =>
    expect(checkDestination({ url, method: 'GET' }, LISTED)).toMatchObject({ allowed: true, url }),
  );

  it.each([
    ['HTTPS://API.Example.COM:443/v1/x', 'https://api.example.com/v1/x'],
    ['https://api.example.com/v1/x?q=new york', 'https://api.example.com/v1/x?q=new%20york'],
    ['https://api.example.com/v1/x?q=new+york', 'https://api.example.com/v1/x?q=new%20york'],
    ['https://api.example.com/v1/a/./b', 'https://api.example.com/v1/a/b'],
    ['https://api.example.com/v1/x?', 'https://api.example.com/v1/x'],
    ['https://api.example.com/v1/x#top', 'https://api.example.com/v1/x'],
    ['https://b\u00fccher.example/katalog', 'https://xn--bcher-kva.example/katalog'],
    ['https://root.example', 'https://root.example/'],
  ])('in its one spelling: %s', (url, sent) =>
    expect(checkDestination({ url, method: 'GET' }, LISTED)).toMatchObject({ allowed: true, url: sent }),
  );

  it('by whichever destination fits, and the reason that is given is that of the one that fitted most', () => {
    const head = checkDestination({ url: 'https://api.example.com/health', method: 'HEAD' }, LISTED);
    expect(head).toMatchObject({ allowed: true, destination: LISTED[1] });
    const query = checkDestination({ url: 'https://api.example.com/v1/x?z=1', method: 'GET' }, LISTED);
    expect(query).toMatchObject({ allowed: false, code: 'unlisted-parameter' });
  });
});

describe('whatever is allowed', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2f',
      '/',
      '//',
      '\\',
      '?',
      '&',
      '=',
      '#',
      '%',
      '+',
      "'",
      ';',
      '@',
      ':',
      '*',
      '%25',
    ),
    fc.constantFrom(
      'q',
      'page',
      'v1',
      'q=',
      '&page=',
      'api.example.com',
      'https:',
      ' ',
      '\t',
      '%00',
      '%C3%B6',
      '\u00f6',
    ),
    fc.string({ maxLength: 6 }),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const url = fc
    .tuple(
      fc.constantFrom('https://api.example.com/v1/', 'https://api.example.com', 'https://whole.example/', 'https://'),
      fc.array(piece, { maxLength: 8 }),
    )
    .map(([start, pieces]) => start + pieces.join(''));

  it('is its own checked form, however it is parsed again, and stays with a listed host', () => {
    let allowed = 0;
    const property = fc.property(url, (text) => {
      const first = checkDestination({ url: text, method: 'GET' }, LISTED);
      if (!first.allowed) return;
      allowed++;
      expect(new URL(first.url).href).toBe(first.url);
      expect(checkDestination({ url: first.url, method: 'GET' }, LISTED)).toEqual(first);
      expect(new URL(first.url).origin).toBe(new URL(first.destination.url).origin);
      expect(decodeURIComponent(new URL(first.url).pathname)).not.toMatch(/\/\.{1,2}(?:\/|$)|[\\%]|\/\//);
    });
    fc.assert(property, { seed: 1, numRuns: 4000 });
    // The property says nothing if hardly anything is allowed.
    expect(allowed).toBeGreaterThan(400);
  });

  it('has no more free bytes than the stated leak', () => {
    const property = fc.property(url, (text) => {
      const check = checkDestination({ url: text, method: 'GET' }, LISTED);
      if (!check.allowed) return;
      const { pathname, searchParams } = new URL(check.url);
      const free = Buffer.byteLength(decodeURIComponent(pathname.replace(/^\/v1\//, '')));
      const values = [...searchParams.values()].reduce((sum, value) => sum + Buffer.byteLength(value), 0);
      expect(8 * (free + values)).toBeLessThanOrEqual(MAX_URL_BITS);
    });
    fc.assert(property, { seed: 2, numRuns: 1000 });
  });
});
