import type { Destination } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { checkDestination } from './check-destination.ts';
import { parseDestination } from './destination-pattern.ts';

const API: Destination = { url: 'https://api.example.com/v1/*', methods: ['GET'], query: ['q', 'page'] };
const HEALTH: Destination = { url: 'https://api.example.com/health', methods: ['GET'], query: [] };
const LISTED = [API, HEALTH, { url: 'https://xn--bcher-kva.example', methods: ['GET'], query: [] }];

const check = (url: string, method = 'GET'): string => {
  const result = checkDestination({ url, method }, LISTED);
  return result.allowed ? `allowed ${result.url}` : result.code;
};

describe('another host', () => {
  it.each([
    'https://evil.example/v1/x',
    'https://api.example.com.evil.example/v1/x',
    'https://evil-api.example.com/v1/x',
    'https://sub.api.example.com/v1/x',
    'https://api.example.com./v1/x',
    'https://api.example.com:8443/v1/x',
    'http://api.example.com/v1/x',
    'http://api.example.com:443/v1/x',
    // Cyrillic а, Latin small letter dotless i, a zero-width joiner that IDNA keeps.
    'https://\u0430pi.example.com/v1/x',
    'https://ap\u0131.example.com/v1/x',
    'https://api.ex\u0430mple.com/v1/x',
    'https://api%2eexample.com.evil.example/v1/x',
    'https://1.1.1.1/v1/x',
    'https://0x7f000001/v1/x',
    'https://0177.0.0.1/v1/x',
    'https://2130706433/v1/x',
    'https://[::ffff:127.0.0.1]/v1/x',
    '//api.example.com/v1/x#https://evil.example',
    `https://${'a.'.repeat(126)}example/v1/x`,
  ])('is refused: %s', (url) => expect(check(url)).toMatch(/^(?:unlisted-host|malformed-url)$/));
});

describe('an address that parsers read in different ways', () => {
  it.each([
    'https://user@api.example.com/v1/x',
    'https://api.example.com:pw@evil.example/v1/x',
    'https://api.example.com\\@evil.example/v1/x',
    'https:\\\\api.example.com\\v1\\x',
    'https://api.example.com/v1\\..\\admin',
    'https://api.exam\tple.com/v1/x',
    'https://api.example.com/v1/x\r\nHost: evil.example',
    'https://api.example.com/v1/\u0000x',
    'https://api.example.com/v1/\u0085x',
    'ftp://api.example.com/v1/x',
    'javascript:alert(1)',
    'data:text/plain,x',
    'file:///etc/passwd',
    '/v1/x',
    '',
    `https://api.example.com/v1/${'x'.repeat(9000)}`,
    `https://${'a'.repeat(300)}.example/`,
  ])('is refused: %j', (url) => expect(check(url)).toBe('malformed-url'));
});

describe('a path out of the listed folder', () => {
  it.each([
    'https://api.example.com/',
    'https://api.example.com/v1',
    'https://api.example.com/v1/',
    'https://api.example.com/v2/x',
    'https://api.example.com/V1/x',
    'https://api.example.com/v1/../admin',
    'https://api.example.com/v1/%2e%2e/admin',
    'https://api.example.com/v1/.%2E/admin',
    'https://api.example.com/v1/x/../../admin',
    'https://api.example.com/v1/..%2fadmin',
    'https://api.example.com/v1/..%5cadmin',
    'https://api.example.com/v1/x%2f..%2f..%2fadmin',
    'https://api.example.com/v1/%252e%252e/admin',
    'https://api.example.com/v1/%25252e%25252e/admin',
    'https://api.example.com/v1/..;/admin',
    'https://api.example.com/v1/..;x=y/admin',
    'https://api.example.com/v1/..%3b/admin',
    'https://api.example.com/v1/%c0%ae%c0%ae/admin',
    'https://api.example.com/v1/%uff0e%uff0e/admin',
    'https://api.example.com/v1/\uff0e\uff0e/admin',
    'https://api.example.com/v1/\u2024\u2024/admin',
    'https://api.example.com/v1/..\u200b/admin',
    'https://api.example.com/v1/..%20/admin',
    'https://api.example.com/v1/\uff0fadmin',
    'https://api.example.com/v1/\uff3cadmin',
    'https://api.example.com/v1/.../admin',
    'https://api.example.com/v1//admin',
    'https://api.example.com/v1///evil.example',
    'https://api.example.com/v1/x%00.json',
    'https://api.example.com/v1/x%0d%0ahost:evil',
    'https://api.example.com/v1/x%3fadmin=1',
    'https://api.example.com/v1/x%23',
    'https://api.example.com/v1/%ff',
    'https://api.example.com/v1/%zz',
    'https://api.example.com/health/',
    'https://api.example.com/health/x',
    'https://api.example.com/healt%68',
  ])('is refused: %s', (url) => expect(check(url)).toBe('unlisted-path'));
});

describe('data in a path', () => {
  it.each([
    ['one long segment', 'x'.repeat(65)],
    ['segments that are long in bytes', '\u4e2d'.repeat(22)],
    ['many segments', 'a/b/c/d/e/f/g'],
    ['several segments, long together', `${'x'.repeat(64)}/${'y'.repeat(64)}`],
  ])('is refused: %s', (_name, tail) => expect(check(`https://api.example.com/v1/${tail}`)).toBe('oversized-path'));
});

describe('data in a query', () => {
  it.each([
    ['an unlisted parameter', 'x=1', 'unlisted-parameter'],
    ['another case', 'Q=1', 'unlisted-parameter'],
    ['an array', 'q[]=1', 'unlisted-parameter'],
    ['a parameter twice', 'q=1&q=2', 'unlisted-parameter'],
    ['a parameter twice, once escaped', 'q=1&%71=2', 'unlisted-parameter'],
    ['an empty pair', 'q=1&', 'unlisted-parameter'],
    ['no name', '=secret', 'unlisted-parameter'],
    ['a bare secret', 'secret', 'unlisted-parameter'],
    ['a long value', `q=${'x'.repeat(129)}`, 'oversized-query'],
    ['a value long in bytes', `q=${'\u4e2d'.repeat(43)}`, 'oversized-query'],
    ['a line end', 'q=a%0d%0aset-cookie:x', 'malformed-url'],
    ['a NUL', 'q=%00', 'malformed-url'],
    ['bytes that are no text', 'q=%ff%fe', 'malformed-url'],
    ['half an escape', 'q=%4', 'malformed-url'],
  ])('is refused: %s', (_name, query, code) => expect(check(`https://api.example.com/v1/x?${query}`)).toBe(code));

  it('is refused where the values are long together', () => {
    const destination: Destination = { ...API, query: ['a', 'b', 'c'] };
    const long = 'x'.repeat(100);
    const url = `https://api.example.com/v1/x?a=${long}&b=${long}&c=${long}`;
    expect(checkDestination({ url, method: 'GET' }, [destination])).toMatchObject({ code: 'oversized-query' });
  });

  it('is refused on a path that lists none, whatever another path lists', () => {
    expect(check('https://api.example.com/health?q=1')).toBe('unlisted-parameter');
  });

  it('is not carried by order, by escapes, by the fragment or by a separator that only some servers know', () => {
    const spellings = ['q=a%3bb&page=2', 'page=2&q=a;b', '%70age=%32&%71=%61;%62', 'q=a;b&page=2#secret'];
    const sent = new Set(spellings.map((query) => check(`https://api.example.com/v1/x?${query}`)));
    expect([...sent]).toEqual(['allowed https://api.example.com/v1/x?q=a%3Bb&page=2']);
  });
});

describe('another method', () => {
  it.each(['POST', 'HEAD', 'DELETE', 'get', 'GET ', '', 'CONNECT', 'TRACE'])('is refused: %j', (method) =>
    expect(check('https://api.example.com/v1/x', method)).toBe('unlisted-method'),
  );
});

describe('a destination that does not say plainly what it allows', () => {
  it.each([
    'https://*.example.com/',
    'https://*',
    'https://a.example/*/x',
    'https://a.example/x*',
    'https://a.example/**',
    'https://a.example./',
    'https://u:p@a.example/',
    'https://a.example/?q=1',
    'https://a.example/#x',
    'a.example/x',
    'ws://a.example/',
    'https://a.example\\x',
  ])('is no destination: %s', (url) =>
    expect(() => parseDestination({ url, methods: ['GET'], query: [] })).toThrow('cannot be a destination'),
  );

  it('is none with another method, a parameter twice, or more parameters than may carry data', () => {
    const url = 'https://a.example/';
    for (const rest of [
      { methods: ['get'], query: [] },
      { methods: ['TRACE'], query: [] },
      { methods: ['GET'], query: ['a', 'a'] },
      { methods: ['GET'], query: Array.from({ length: 17 }, (_, i) => `p${i}`) },
    ]) {
      expect(() => parseDestination({ url, ...rest })).toThrow('cannot be a destination');
    }
  });
});
