import { canonicalJson } from '@bezoar/core/actions';

/** The compiled form of the example document's actions, with its amounts, as `bezoar policy compile` writes it. */
export function samplePolicyJson(
  changes: {
    readonly action?: Readonly<Record<string, unknown>>;
    readonly lookup?: Readonly<Record<string, unknown>>;
    readonly guard?: Readonly<Record<string, unknown>>;
  } = {},
): string {
  const action = {
    name: 'issue_credit',
    amount: { argument: 'amount_cents', currency: 'USD', unit: 'minor' },
    oncePer: ['order_id'],
    runtime: { lookup: 'refund-eligibility', withinMs: 800 },
    claims: [],
    ceilings: [
      { scope: 'account', limit: { minor: 5000, currency: 'USD' }, windowMs: 30 * 86_400_000 },
      { scope: 'global', limit: { minor: 200_000, currency: 'USD' }, windowMs: 86_400_000 },
    ],
    approval: { above: { minor: 2500, currency: 'USD' }, expiresMs: 900_000, approvers: 1 },
    ...changes.action,
  };
  const lookup = {
    name: 'refund-eligibility',
    method: 'GET',
    url: 'http://127.0.0.1:7070/orders/{order_id}/eligibility',
    expect: { eligible: true },
    ignore: [],
    ...changes.lookup,
  };
  // A field that is set to undefined is left out.
  return canonicalJson({
    version: 1,
    actions: { default: 'deny', lookups: [lookup], actions: [action] },
    ...(changes.guard === undefined ? {} : { guard: changes.guard }),
  });
}
