import { HttpFault } from '../answer/http-fault.ts';

/**
 * Refuses to speak for a tenant that the caller's token is not bound to. Before anything else is read of the request, so
 * that the answer says nothing of a tenant. `undefined`: the token is bound to none, and the host behind it is trusted with all.
 */
// Attacker controls: the body.
export function checkTenant(body: unknown, tenants: readonly string[] | undefined): void {
  if (tenants === undefined) return;
  const tenant = own(own(body, 'principal'), 'tenant');
  // To the letter: another spelling of a tenant is another tenant.
  if (typeof tenant === 'string' && tenants.includes(tenant)) return;
  throw new HttpFault(403, 'guard/tenant-refused', 'the token does not speak for this tenant');
}

function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
