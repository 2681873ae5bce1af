import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, faultList } from '../../document/fault.ts';
import { readTree } from '../../yaml/read-tree.ts';
import { destinationUrl } from './destination-url.ts';

/** The URL that is read, or the first fault. */
function read(url: string): { readonly value: string | undefined; readonly fault: Fault | undefined } {
  const faults = faultList();
  const tree = readTree({ text: JSON.stringify(url), firstLine: 1 }, faults.report);
  const value = tree === undefined ? undefined : destinationUrl().read(tree, '`url`', faults.report);
  expect(value === undefined).toBe(!faults.isEmpty());
  return { value, fault: faults.sorted()[0] };
}

describe('destinationUrl', () => {
  it.each([
    'https://billing.internal',
    'https://billing.internal/',
    'https://billing.internal:8443/orders',
    'https://billing.internal/orders/*',
    'https://billing.internal/*',
    'https://billing.internal/a%20b/~c;d=1/',
    'https://[2001:db8::1]/x',
    'https://xn--bcher-kva.example/x',
    'http://localhost:7070/search',
    'http://127.0.0.1/search',
    'http://127.255.3.4/search',
    'http://[::1]:9/search/*',
  ])('takes `%s` as it stands', (url) => {
    expect(read(url)).toEqual({ value: url, fault: undefined });
  });

  it.each<[string, string | undefined]>([
    ['ftp://host/x', undefined],
    ['file:///etc/passwd', undefined],
    ['//host/x', undefined],
    ['host/x', undefined],
    ['https://', undefined],
    ['https:///x', undefined],
    ['https://*.example.com/x', undefined],
    ['https://exa*ple.com/x', undefined],
    ['https://*/x', undefined],
    ['https://user@host/x', undefined],
    ['https://user:secret@host/x', undefined],
    ['https://host/x?y=1', undefined],
    ['https://host/x?', undefined],
    ['https://host/x#y', undefined],
    ['https://host/orders/{order_id}', undefined],
    ['https://host\\x', undefined],
    ['https://host/a\\..\\b', undefined],
    ['https://host:99999/x', undefined],
    ['https://host/a*', undefined],
    ['https://host/*/b', undefined],
    ['https://host/*/*', undefined],
    ['https://host/**', undefined],
    ['https://HOST/x', 'https://host/x'],
    ['HTTPS://host/x', undefined],
    ['https://host:443/x', 'https://host/x'],
    ['https://host/a/../b', 'https://host/b'],
    ['https://host/a/%2e%2E/b', 'https://host/b'],
    ['https://host/./b', 'https://host/b'],
    ['https://bücher.example/x', 'https://xn--bcher-kva.example/x'],
    ['https://ｈｏｓｔ/x', 'https://host/x'],
    ['https://0x7f.1/x', 'https://127.0.0.1/x'],
    ['http://127.1/x', 'http://127.0.0.1/x'],
    ['https://host/straße', 'https://host/stra%C3%9Fe'],
    ['http://host/x', 'https://host/x'],
    ['http://127.0.0.1.example/x', 'https://127.0.0.1.example/x'],
    ['http://localhost.example/x', 'https://localhost.example/x'],
    ['http://169.254.169.254/latest/*', 'https://169.254.169.254/latest/*'],
  ])('refuses `%s`', (url, suggestion) => {
    const { fault } = read(url);
    expect(fault).toMatchObject({ line: 1, column: 1 });
    expect(fault?.suggestion).toBe(suggestion);
    // Whoever takes the suggestion is done.
    if (suggestion !== undefined) expect(read(suggestion).value).toBe(suggestion);
  });

  it('takes nothing that the URL standard reads as another address than it says', () => {
    const pieces = [
      'http',
      's',
      '://',
      'host',
      'HOST',
      '.',
      '..',
      '/',
      '*',
      '%2e',
      '%2F',
      ':',
      '443',
      '@',
      '?',
      '#',
      '\\',
      'ü',
      ' ',
      '\t',
      '127.0.0.1',
    ];
    let taken = 0;
    const url = fc
      .array(fc.constantFrom(...pieces), { maxLength: 8 })
      .chain((parts) =>
        fc.constantFrom('', 'https://h', 'https://h/', 'http://localhost/').map((head) => head + parts.join('')),
      );
    fc.assert(
      fc.property(url, (one) => {
        const { value } = read(one === '' ? 'x' : one);
        if (value === undefined) return;
        taken++;
        const { protocol, host, username, password, search, hash, pathname } = new URL(value);
        expect([username, password, search, hash]).toEqual(['', '', '', '']);
        expect([`${protocol}//${host}${pathname}`, `${protocol}//${host}`]).toContain(value);
        expect(host).not.toContain('*');
        expect(pathname.replace(/\/\*$/, '')).not.toContain('*');
        expect(pathname.split('/')).not.toContain('..');
      }),
      { seed: 62, numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
