import { describe, expect, it } from 'vitest';
import { readTokens } from './guard-tokens.ts';

describe('readTokens', () => {
  it('reads the callers of each role, and the tenants that a caller is bound to', () => {
    const environment = {
      BEZOAR_GUARD_TOKEN: 'one',
      BEZOAR_GUARD_CALLERS: 'chat=two==, shop@acme=three ,bot@acme@globex=four',
      BEZOAR_GUARD_APPROVERS: 'ben@example.org=five',
      BEZOAR_GUARD_OPERATORS: '',
    };
    expect(readTokens(environment)).toEqual([
      { name: 'app', token: 'one', role: 'caller' },
      { name: 'chat', token: 'two==', role: 'caller' },
      { name: 'shop', token: 'three', role: 'caller', tenants: ['acme'] },
      { name: 'bot', token: 'four', role: 'caller', tenants: ['acme', 'globex'] },
      { name: 'ben@example.org', token: 'five', role: 'approver' },
    ]);
  });

  it.each([
    ['guard/no-tokens', { BEZOAR_GUARD_OPERATORS: 'olga=six' }],
    ['guard/no-tokens', {}],
    ['guard/token-malformed', { BEZOAR_GUARD_CALLERS: 'token-alone' }],
    ['guard/token-malformed', { BEZOAR_GUARD_CALLERS: '=token' }],
  ])('throws %s', (code, environment) => {
    expect(() => readTokens(environment)).toThrowError(expect.objectContaining({ code }));
  });
});
