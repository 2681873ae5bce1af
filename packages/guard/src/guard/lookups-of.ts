import { type ActionLookup, UsageError } from '@bezoar/core/actions';
import type { EligibilityLookup } from '../eligibility/eligibility-lookup.ts';
import { httpLookup } from '../eligibility/http-lookup.ts';
import type { GuardOptions } from './guard-options.ts';

/** The policy's look-ups with how each is asked. Throws `guard/lookup-unknown` for one that the policy does not name. */
export function lookupsOf({
  policy,
  lookups = {},
  fetch: ask,
  lookupHeaders,
}: GuardOptions): ReadonlyMap<string, { readonly rule: ActionLookup; readonly ask: EligibilityLookup }> {
  for (const name of Object.keys(lookups)) {
    if (policy.lookups.has(name)) continue;
    throw new UsageError('guard/lookup-unknown', `the policy declares no look-up \`${name}\``);
  }
  const http = {
    ...(ask === undefined ? {} : { fetch: ask }),
    ...(lookupHeaders === undefined ? {} : { headers: lookupHeaders }),
  };
  return new Map(
    [...policy.lookups].map(([name, rule]) => [
      name,
      { rule, ask: (Object.hasOwn(lookups, name) ? lookups[name] : undefined) ?? httpLookup(rule, http) },
    ]),
  );
}
