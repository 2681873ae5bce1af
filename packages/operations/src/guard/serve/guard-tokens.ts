import { UsageError } from '@bezoar/core';
import type { CallerOptions, Role } from '@bezoar/guard/http';

/** Names and tokens of those who may speak to the server, from the environment. */
export const TOKEN_VARIABLES: Readonly<Record<string, Role>> = {
  BEZOAR_GUARD_CALLERS: 'caller',
  BEZOAR_GUARD_APPROVERS: 'approver',
  BEZOAR_GUARD_OPERATORS: 'operator',
};

/**
 * Reads `name=token,name=token` of each role, `name@tenant=token` for a caller that speaks for some tenants only; `BEZOAR_GUARD_TOKEN` alone is the token of one caller, `app`. Throws
 * `guard/no-tokens` where there is no caller: a server that nobody may ask is a mistake.
 */
export function readTokens(environment: Readonly<Record<string, string | undefined>>): CallerOptions[] {
  const callers: CallerOptions[] = [];
  const { BEZOAR_GUARD_TOKEN: single } = environment;
  if (single !== undefined && single !== '') callers.push({ name: 'app', token: single, role: 'caller' });
  for (const [variable, role] of Object.entries(TOKEN_VARIABLES)) {
    for (const pair of (environment[variable] ?? '').split(',').map((text) => text.trim())) {
      if (pair === '') continue;
      const split = pair.indexOf('=');
      if (split < 1) {
        throw new UsageError(
          'guard/token-malformed',
          `expected \`${variable}\` to hold \`name=token\` pairs between commas`,
        );
      }
      const [name = '', ...tenants] = role === 'caller' ? pair.slice(0, split).split('@') : [pair.slice(0, split)];
      const bound = tenants.length === 0 ? {} : { tenants };
      callers.push({ name, token: pair.slice(split + 1), role, ...bound });
    }
  }
  if (callers.some(({ role }) => role === 'caller')) return callers;
  throw new UsageError(
    'guard/no-tokens',
    'nobody may ask: set BEZOAR_GUARD_CALLERS to `name=token` pairs, or BEZOAR_GUARD_TOKEN to one token of 16 characters or more, such as `openssl rand -hex 32` prints',
  );
}
