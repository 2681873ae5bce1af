// @ts-check
import { definitionOf } from '../../packages/guard/dist/store/counter-key.js';

const WINDOW_MS = 86_400_000;
const LIMIT = { minor: 1e15, currency: 'USD' };

/**
 * An account's, a tenant's and a global ceiling, none of which is ever reached: three counters and three holds a request.
 * @type {readonly import('../../packages/core/dist/actions.js').ActionCeiling[]}
 */
export const CEILINGS = [
  { scope: 'account', limit: LIMIT, windowMs: WINDOW_MS },
  { scope: 'tenant', limit: LIMIT, windowMs: WINDOW_MS },
  { scope: 'global', limit: LIMIT, windowMs: WINDOW_MS },
];

export const DEFINITIONS = CEILINGS.map((ceiling) => definitionOf('issue_credit', ceiling));

/** The time of every operation: all of them lie in one window. */
export const AT = 1_750_000_000_000;

/** Digits that look random, as ids and digests are, so that rows land all over an index. @param {number} index */
function scattered(index, seed = 0) {
  let state = (index + 1) * 2654435761 + seed * 40503;
  let digits = '';
  while (digits.length < 64) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    digits += state.toString(16).padStart(8, '0');
  }
  return digits;
}

/**
 * Asks for a credit; one of 1000 accounts of 20 tenants.
 * @param {number} index
 * @returns {import('../../packages/guard/dist/store/apply/operation.js').ReserveOperation}
 */
export function reserve(index) {
  return {
    kind: 'reserve',
    receiptId: `a${index.toString(16).padStart(7, '0')}${scattered(index).slice(0, 24)}`,
    time: { window: AT, expiry: AT },
    id: reservationId(index),
    action: 'issue_credit',
    principal: { account: `account-${index % 1000}`, tenant: `tenant-${index % 20}` },
    requester: `account-${index % 1000}`,
    caller: 'host',
    canonicalArguments: `{"amount_cents":1200,"order_id":"A-${index}"}`,
    argumentsDigest: scattered(index, 2),
    keys: { once: `${scattered(index, 3).slice(8)}${index.toString(16).padStart(8, '0')}` },
    amount: { minor: 1200, currency: 'USD' },
    ceilings: CEILINGS,
    policy: 'f'.repeat(64),
    mode: 'enforce',
    executionMs: 300_000,
    context: { model: 'support-7b' },
  };
}

/**
 * Says that it was done.
 * @param {number} index
 * @returns {import('../../packages/guard/dist/store/apply/operation.js').SettleOperation}
 */
export function settle(index) {
  return {
    kind: 'settle',
    receiptId: `b${index.toString(16).padStart(7, '0')}${scattered(index).slice(0, 24)}`,
    time: { window: AT, expiry: AT },
    reservation: reservationId(index),
    outcome: 'done',
    actor: 'host',
    isOperator: false,
  };
}

/** @param {number} index */
function reservationId(index) {
  return `${scattered(index, 1).slice(0, 24)}${index.toString(16).padStart(8, '0')}`;
}
