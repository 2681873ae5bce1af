// @ts-check
// The built files: what is measured need not be exported to whoever uses the package.

import { canonicalJson } from '../../../packages/core/dist/actions.js';
import { judgeRequest } from '../../../packages/guard/dist/guard/judge-request.js';
import { createGuard, createMemoryStore, parseGuardPolicy } from '../../../packages/guard/dist/index.js';
import { parseRequest } from '../../../packages/guard/dist/request/parse-request.js';
import { CURRENCY, MAX_NOTE, PRINCIPAL, REASONS } from '../shared-rules.mjs';

/** @typedef {import('../shared-rules.mjs').Rule} Rule */
/** @typedef {import('../shared-rules.mjs').Call} Call */

const DAY_MS = 86_400_000;
/** High enough that no run reaches it: what is measured is counting, not refusing. */
const NEVER_REACHED = 9_000_000_000_000;

/**
 * The compiled policy of the shared rules, as `bezoar policy compile` writes it. Declared actions have an amount, a business
 * key and two ceilings; without them the rules are a list of tools.
 * @param {readonly Rule[]} rules
 * @param {boolean} isDeclared
 * @returns {string}
 */
export function policyJson(rules, isDeclared = true) {
  const limit = { minor: NEVER_REACHED, currency: CURRENCY };
  const actions = rules.map(({ action }) => ({
    name: action,
    amount: { argument: 'amount_cents', currency: CURRENCY, unit: 'minor' },
    oncePer: ['order_id'],
    claims: [],
    ceilings: [
      { scope: 'account', limit, windowMs: 30 * DAY_MS },
      { scope: 'global', limit, windowMs: DAY_MS },
    ],
  }));
  const tools = rules.map(({ action, max }) => ({
    name: action,
    arguments: {
      order_id: { type: 'text', optional: false, maxLength: 64 },
      amount_cents: { type: 'integer', optional: false, min: 1, max },
      currency: { type: 'text', optional: false, oneOf: [CURRENCY] },
      reason: { type: 'text', optional: false, oneOf: REASONS },
      note: { type: 'text', optional: true, maxLength: MAX_NOTE },
      items: { type: 'any', optional: true },
    },
    destinations: [],
    secrets: [],
  }));
  return canonicalJson({
    version: 1,
    actions: { default: 'deny', lookups: [], actions: isDeclared ? actions : [] },
    guard: { leastPrivilege: { tools } },
  });
}

/** @param {Call} call */
function requestOf({ action, arguments: values }) {
  return { action, principal: PRINCIPAL, arguments: values };
}

/**
 * The pure judgement of a request by the policy, nothing outside asked.
 * @param {readonly Rule[]} rules
 * @param {{ isDeclared?: boolean, isTyped?: boolean, json?: string }} options `isTyped`: the request was parsed before, once;
 *   `json`: another policy than that of the rules
 */
export function openRules(rules, { isDeclared = true, isTyped = false, json = policyJson(rules, isDeclared) } = {}) {
  const policy = parseGuardPolicy(json);
  return {
    /** @param {Call} call */
    prepare: (call) => {
      if (!isTyped) return requestOf(call);
      const parsed = parseRequest(requestOf(call));
      if (!('request' in parsed)) throw new Error(parsed.reason);
      return parsed.request;
    },
    /** @param {any} request */
    judge: (request) => {
      const parsed = isTyped ? { request } : parseRequest(request);
      return 'request' in parsed && judgeRequest(policy, parsed.request).kind !== 'refused' ? 'allow' : 'deny';
    },
  };
}

/**
 * The whole decision on a memory store: look-up of stops, ceilings, reservation, receipt, chain.
 * @param {readonly Rule[]} rules
 */
export async function openGuard(rules) {
  const guard = await createGuard({ policy: parseGuardPolicy(policyJson(rules)), store: createMemoryStore() });
  return {
    guard,
    prepare: requestOf,
    /** @param {any} request */
    judge: async (request) => ((await guard.authorize(request)).decision === 'allow' ? 'allow' : 'deny'),
  };
}
