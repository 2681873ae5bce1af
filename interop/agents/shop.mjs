// What every recipe needs and none is about: a guard with a small policy, a payment service that remembers what it was
// asked to do, and calls that a model makes.
import { createGuard, createMemoryStore, parseGuardPolicy } from '@bezoar/guard';

const USD = (minor) => ({ minor, currency: 'USD' });
const DAY_MS = 86_400_000;

// As `bezoar policy compile` writes it: canonical JSON, keys in order.
export const POLICY = canonical({
  version: 1,
  actions: {
    default: 'deny',
    lookups: [
      {
        name: 'refund-eligibility',
        method: 'GET',
        url: 'http://127.0.0.1:7070/orders/{order_id}/eligibility',
        expect: { eligible: true },
        ignore: [],
      },
    ],
    actions: [
      {
        name: 'issue_credit',
        amount: { argument: 'amount_cents', currency: 'USD', unit: 'minor' },
        oncePer: ['order_id'],
        runtime: { lookup: 'refund-eligibility', withinMs: 800 },
        claims: [],
        ceilings: [{ scope: 'account', limit: USD(5000), windowMs: 30 * DAY_MS }],
        approval: { above: USD(2500), expiresMs: 900_000, approvers: 1 },
      },
    ],
  },
});

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join()}}`;
}

/** Of the authenticated session of whoever talks to the model. */
export const principal = { account: 'anna', tenant: 'acme' };

/** A guard, and a payment service behind it. */
export async function openShop({ isEligible = true, ...options } = {}) {
  const store = createMemoryStore();
  const guard = await createGuard({
    policy: parseGuardPolicy(POLICY),
    store,
    lookups: { 'refund-eligibility': async () => ({ eligible: isEligible }) },
    ...options,
  });
  const credits = [];
  const issueCredit = async ({ order_id, amount_cents }) => {
    credits.push(order_id);
    return { credited: amount_cents };
  };
  return { guard, store, credits, issueCredit };
}

/** A model that insists: the same order twice, under new ids and with another amount, then it gives up. */
export const CALLS = [
  { id: 'call-1', arguments: { order_id: 'A-1', amount_cents: 1200 } },
  { id: 'call-2', arguments: { order_id: 'A-1', amount_cents: 1300 } },
];

/** Runs a recipe with an eligible order and with one that is not, and prints what came of it. */
export async function report(run) {
  console.log(
    JSON.stringify({
      eligible: await run(await openShop()),
      ineligible: await run(await openShop({ isEligible: false })),
    }),
  );
}
