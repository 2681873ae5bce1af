import type { JsonValue, Principal, PrincipalArguments } from '@bezoar/core/actions';
import { shownName } from './shown-name.ts';

/** Usual names of arguments that name an account, folded: letters only, lower case. */
const ACCOUNT_NAMES: ReadonlySet<string> = new Set([
  'account',
  'accountid',
  'accountname',
  'customerid',
  'memberid',
  'onbehalfof',
  'principal',
  'principalid',
  'userid',
  'username',
]);

/** Usual names of arguments that name a tenant, folded. */
const TENANT_NAMES: ReadonlySet<string> = new Set([
  'organisationid',
  'organizationid',
  'orgid',
  'tenant',
  'tenantid',
  'workspaceid',
]);

/**
 * Why the arguments name another principal than the authenticated one, at any depth, or undefined. A declared list
 * replaces the usual names of its kind, and one of the declared arguments must be there. Under such a name only the very name of the principal is taken: no list, no object, no other spelling.
 */
export function foreignPrincipal(
  values: { readonly [name: string]: JsonValue },
  principal: Principal,
  declared: PrincipalArguments | undefined,
): string | undefined {
  const names = {
    account: declared === undefined || declared.account.length === 0 ? ACCOUNT_NAMES : folded(declared.account),
    tenant: declared === undefined || declared.tenant.length === 0 ? TENANT_NAMES : folded(declared.tenant),
  };
  const missing = [declared?.account ?? [], declared?.tenant ?? []].find(
    (own) => own.length > 0 && !own.some((name) => Object.hasOwn(values, name)),
  );
  if (missing !== undefined) return `expected \`${missing.join('` or `')}\`, which names the principal`;
  return search(values, 'arguments', (key) => {
    const name = fold(key);
    if (names.account.has(name)) return principal.account;
    return names.tenant.has(name) ? principal.tenant : undefined;
  });
}

function search(value: JsonValue, path: string, expectedOf: (key: string) => string | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value) as [string, JsonValue][]) {
    const expected = Array.isArray(value) ? undefined : expectedOf(key);
    const at = `${path}.${key}`;
    if (expected !== undefined && !(typeof item === 'string' || typeof item === 'number')) {
      return `expected ${shownName(at)}, which names a principal, to be a text`;
    }
    if (expected !== undefined && String(item) !== expected) {
      return `${shownName(at)} names another principal than the one who asks`;
    }
    const deeper = search(item, at, expectedOf);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function folded(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(fold));
}

/** `account_id`, `accountId` and `Account-ID` are one name. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
