import { timingSafeEqual } from 'node:crypto';
import { HttpFault } from '../answer/http-fault.ts';
import { type Caller, hashToken, MAX_TOKEN_LENGTH, type Role } from './caller.ts';

/**
 * Who sent a request (RFC 6750, section 2.1). Hashes are compared in constant time, all of them, so that time says neither
 * how much of a token is right nor whose it is (CWE-208). Throws 401 without saying what is wrong.
 */
// Attacker controls: the header.
export function authenticate(headers: Headers, callers: readonly Caller[]): Caller {
  const [, token = ''] = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const presented = hashToken(token.slice(0, MAX_TOKEN_LENGTH + 1));
  let found: Caller | undefined;
  for (const caller of callers) if (timingSafeEqual(caller.tokenHash, presented)) found = caller;
  if (found !== undefined) return found;
  throw new HttpFault(401, 'guard/unauthenticated', 'expected a bearer token', { 'www-authenticate': 'Bearer' });
}

/** Refuses a role that an endpoint is not for. */
export function checkRole({ role }: Caller, roles: readonly Role[]): void {
  if (roles.includes(role)) return;
  const expected = roles.join(' or ');
  throw new HttpFault(403, 'guard/forbidden', `expected the role ${expected}, got ${role}`);
}
