import { describe, expect, it } from 'vitest';
import { accountsNamed } from './account-name.ts';

describe('accountsNamed', () => {
  it('parts at each slash, and takes the whole for an account of no tenant', () => {
    expect(accountsNamed('a/b/c')).toEqual([
      ['a/b', 'c'],
      ['a', 'b/c'],
      ['', 'a/b/c'],
    ]);
    expect(accountsNamed('a')).toEqual([['', 'a']]);
  });

  it('refuses nothing at all', () => {
    expect(() => accountsNamed('')).toThrow(expect.objectContaining({ code: 'trace/no-account' }));
  });
});
