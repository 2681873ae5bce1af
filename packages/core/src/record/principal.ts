/**
 * Who is behind a record: an account within a tenant. The same account name under two tenants is two principals.
 * Attacker controls: both strings, in an export of user content.
 */
export interface Principal {
  readonly tenant: string;
  readonly account: string;
}

/** A string that two principals share exactly when they are the same. */
export function principalKey(principal: Principal): string {
  return JSON.stringify([principal.tenant, principal.account]);
}
