import { createHash } from 'node:crypto';
import { countedName, UsageError } from '@bezoar/core/actions';
import { HOST_CALLER } from '../../guard/create-guard.ts';
import { isName } from '../../request/parse-request.ts';

/**
 * `caller` asks and settles what it was allowed; `approver` votes; `operator` stops, resumes, and settles what nobody
 * knows. Nobody has two: whoever asks does not approve.
 */
export const ROLES = ['caller', 'approver', 'operator'] as const;

/** One of `ROLES`. */
export type Role = (typeof ROLES)[number];

/** Who may speak to the server. */
export interface CallerOptions {
  /** By it reservations, votes and stops are kept; approvers have the name that the policy gives them. */
  readonly name: string;
  /** Bearer token, 16 to 512 characters of RFC 6750's `b64token`; random ones, not passwords. */
  readonly token: string;
  readonly role: Role;
  /** Tenants that a `caller` may speak for; absent: all. Never empty. */
  readonly tenants?: readonly string[];
}

/** Shortest token, characters: 16 of base64 are 96 bits, which nobody tries out over a network (CWE-307). */
export const MIN_TOKEN_LENGTH = 16;

/** Longest token, characters. */
export const MAX_TOKEN_LENGTH = 512;

/** A caller without its token. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly tokenHash: Buffer;
  readonly tenants?: readonly string[];
}

/** Reads the callers. Throws a `UsageError` with the first fault; no message quotes a token. */
export function readCallers(callers: readonly CallerOptions[]): readonly Caller[] {
  const names = new Set([countedName(HOST_CALLER)]);
  const tokens = new Set<string>();
  return callers.map(({ name, token, role, tenants }) => {
    if (!isName(name) || !ROLES.includes(role)) {
      throw new UsageError('guard/caller-malformed', `expected a name and one of ${ROLES.join(', ')} for \`${name}\``);
    }
    if (tenants !== undefined && (role !== 'caller' || tenants.length === 0 || !tenants.every(isName))) {
      throw new UsageError(
        'guard/caller-malformed',
        `expected one or more tenants by name, and only for a caller, of \`${name}\``,
      );
    }
    if (names.has(countedName(name))) {
      throw new UsageError('guard/caller-repeated', `the name \`${name}\` is taken, or looks like one that is`);
    }
    if (typeof token !== 'string' || token.length < MIN_TOKEN_LENGTH || token.length > MAX_TOKEN_LENGTH) {
      const { length } = String(token);
      const expected = `${MIN_TOKEN_LENGTH} to ${MAX_TOKEN_LENGTH}`;
      throw new UsageError(
        'guard/token-length',
        `expected ${expected} characters of the token of \`${name}\`, got ${length}`,
      );
    }
    if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) {
      throw new UsageError('guard/token-malformed', `the token of \`${name}\` has characters that no header can carry`);
    }
    if (tokens.has(token)) {
      throw new UsageError('guard/token-repeated', `the token of \`${name}\` is another caller's too`);
    }
    names.add(countedName(name));
    tokens.add(token);
    return { name, role, tokenHash: hashToken(token), ...(tenants === undefined ? {} : { tenants: [...tenants] }) };
  });
}

/** Throws `guard/approver-unknown` for an approver whom the policy does not name: none of their votes would ever count. */
export function checkApprovers(callers: readonly Caller[], approvers: readonly string[]): void {
  const unknown = callers.find(({ name, role }) => role === 'approver' && !approvers.includes(name));
  if (approvers.length === 0 || unknown === undefined) return;
  throw new UsageError('guard/approver-unknown', `the policy names no approver \`${unknown.name}\``);
}

/** SHA-256 of a token: all that is kept of it, and of one length. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
