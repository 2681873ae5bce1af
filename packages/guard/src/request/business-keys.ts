import { type ActionPolicy, canonicalJson, countedName, type JsonValue, sha256 } from '@bezoar/core/actions';
import type { TypedRequest } from './action-request.ts';

/** The keys under which a request has at most one effect, or why it has none. */
export type BusinessKeys = { readonly keys: RequestKeys } | { readonly reason: string };

/** SHA-256 over canonical JSON, so that no separator can be forged. */
export interface RequestKeys {
  /** Of the business transaction; absent where the policy names none. */
  readonly once?: string;
  /** Of the host's request; absent where it gave no key. */
  readonly request?: string;
}

/**
 * The keys of a request. The transaction's is made of the policy's arguments, because a model that tries again invents a
 * new call id and often new arguments; within a tenant, since tenants number their orders alike. Its values are folded as
 * names are counted, and as numbers are read: `A-17` and ` a-17` are one order to a backend that trims, `17` and `017` to one
 * that counts. Folding can only merge, and so only deny.
 */
export function businessKeys({ name, oncePer }: ActionPolicy, request: TypedRequest, caller: string): BusinessKeys {
  const { principal, idempotencyKey } = request;
  const values: Record<string, string> = {};
  for (const argument of oncePer) {
    const folded = folding(request.arguments, argument);
    if (folded === undefined) {
      return { reason: `expected \`${argument}\`, which names the transaction, to be a text or a whole number` };
    }
    values[argument] = folded;
  }
  if (oncePer.length === 0 && idempotencyKey === undefined) {
    return { reason: 'expected an idempotency key, since the policy declares no `once_per`' };
  }
  return {
    keys: {
      ...(oncePer.length === 0 ? {} : { once: sha256(canonicalJson(['once', name, principal.tenant, values])) }),
      ...(idempotencyKey === undefined
        ? {}
        : {
            request: sha256(
              canonicalJson(['request', caller, name, principal.tenant, principal.account, idempotencyKey]),
            ),
          }),
    },
  };
}

function folding(values: { readonly [name: string]: JsonValue }, argument: string): string | undefined {
  const value = Object.hasOwn(values, argument) ? values[argument] : undefined;
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined;
  const folded = countedName(String(value));
  return folded === '' ? undefined : numberText(folded);
}

/** To a column of numbers `017`, `+17`, `17.0` and `1.7e1` are order 17. Digits stay text: a number would round long ones. */
function numberText(text: string): string {
  const [, digits] = /^\+?0*(\d+)(?:\.0*)?$/.exec(text) ?? [];
  if (digits !== undefined) return digits;
  return /^\+?\d*\.?\d+e[+-]?\d{1,3}$/.test(text) ? String(Number(text)) : text;
}
