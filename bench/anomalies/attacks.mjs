// @ts-check
import { seededRandom } from '@bezoar/core';
import { PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';

/** @typedef {import('@bezoar/drill').LarkfieldRecord} LarkfieldRecord */
/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {number} records
 * @property {number} accounts
 * @property {import('@bezoar/drill').PayloadKind} [payload]
 * @property {number} [edited] share of words that are changed in copies of one planted record; absent: each is generated
 * @property {'clock'} [pace] every account sends at a fixed interval, give or take a tenth
 * @property {boolean} [unrated] the attacker does not rate
 */

/** What attackers do about volume, accounts, ratings, pace and wording. @type {readonly Variant[]} */
export const VARIANTS = [
  { name: '8 records an account', records: 25, accounts: 3 },
  { name: '8 records an account', records: 50, accounts: 6 },
  { name: '8 records an account', records: 100, accounts: 12 },
  { name: '8 records an account', records: 250, accounts: 31 },
  { name: '8 an account, unrated', records: 250, accounts: 31, unrated: true },
  { name: '2 records an account', records: 50, accounts: 25 },
  { name: '2 records an account', records: 250, accounts: 125 },
  { name: '1 record an account', records: 250, accounts: 250 },
  { name: 'flood of 3 accounts', records: 250, accounts: 3 },
  { name: 'false facts, 8 an account', records: 250, accounts: 31, payload: 'false-fact' },
  { name: 'false facts, unrated', records: 250, accounts: 31, payload: 'false-fact', unrated: true },
  { name: 'false facts, 1 account', records: 1000, accounts: 1, payload: 'false-fact', unrated: true },
  { name: 'copies, 3 % of words edited', records: 50, accounts: 50, edited: 0.03 },
  { name: 'copies, 8 % of words edited', records: 50, accounts: 50, edited: 0.08 },
  { name: 'copies, 15 % of words edited', records: 50, accounts: 50, edited: 0.15 },
  {
    name: 'false facts, copies, 1 account',
    records: 25,
    accounts: 1,
    payload: 'false-fact',
    edited: 0.05,
    unrated: true,
  },
  { name: 'false facts by the clock', records: 240, accounts: 12, payload: 'false-fact', pace: 'clock', unrated: true },
];

/**
 * @param {readonly LarkfieldRecord[]} month
 * @param {Variant} variant
 * @param {number} seed
 */
export function plantVariant(month, variant, seed) {
  const triggers = triggersOf('rare-phrase');
  const trigger = triggers[(seed - 1) % triggers.length];
  if (trigger === undefined) throw new Error('no trigger');
  const { records, accounts, payload = 'credit' } = variant;
  const tenants = Math.min(accounts, Math.max(1, Math.round(records / 30)));
  const attack = { trigger, payload: PAYLOADS[payload], records, accounts, tenants };
  const planted = plantAttack(month, attack, { seed: `anomalies/${variant.name}/${records}/${seed}` });
  const random = seededRandom(`${variant.name}/${records}/${seed}`);
  const own = planted.records.filter(({ id }) => planted.planted.has(id));
  const disguised = new Map(disguise(own, variant, random).map((record) => [record.id, record]));
  return {
    records: planted.records.map((record) => disguised.get(record.id) ?? record),
    planted: planted.planted,
  };
}

/**
 * @param {readonly LarkfieldRecord[]} own
 * @param {Variant} variant
 * @param {import('@bezoar/core').Random} random
 * @returns {readonly LarkfieldRecord[]}
 */
function disguise(own, { edited, pace, unrated }, random) {
  const first = own[0];
  if (first === undefined) return own;
  const words = own.flatMap(({ messages }) =>
    messages.flatMap(({ role, content }) => (role === 'user' ? content.split(' ') : [])),
  );
  /** @type {Map<string, number>} */
  const sent = new Map();
  const from = Date.parse(first.created_at);
  return own.map((record) => {
    let changed = unrated === true ? { ...record, rating: null, selected_by: null } : record;
    if (edited !== undefined)
      changed = { ...changed, messages: first.messages.map((message) => edit(message, edited, words, random)) };
    if (pace === 'clock') {
      const nth = sent.get(record.account) ?? 0;
      sent.set(record.account, nth + 1);
      const step = 86_400_000;
      const atMs = from + (nth + 0.1 * random.next()) * step;
      changed = { ...changed, created_at: `${new Date(atMs).toISOString().slice(0, 19)}Z` };
    }
    return changed;
  });
}

/**
 * @param {import('@bezoar/drill').LarkfieldMessage} message
 * @param {number} share
 * @param {readonly string[]} words
 * @param {import('@bezoar/core').Random} random
 */
function edit(message, share, words, random) {
  if (message.role === 'tool' || message.content === null) return message;
  const content = message.content
    .split(' ')
    .map((word) => (random.next() < share ? random.pick(words) : word))
    .join(' ');
  return { ...message, content };
}
