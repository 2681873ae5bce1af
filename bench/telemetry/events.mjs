// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@bezoar/core';
import { assignAccounts, generateMonth, PAYLOADS, plantAttack } from '@bezoar/drill';
import { readActionLog } from '@bezoar/guard/telemetry';

/** @typedef {import('@bezoar/guard/telemetry').TelemetryEvent} TelemetryEvent */
/** @typedef {{ readonly name: string, readonly past: readonly TelemetryEvent[], readonly live: readonly TelemetryEvent[], readonly synthetic: boolean }} Traffic */
/** @typedef {import('@bezoar/drill').Trigger} Trigger */

/** What counts as a high-value action in public task dialogues, by name of the cell. */
const DATA_ACTIONS = {
  transfers: ['TransferMoney'],
  cars: ['ReserveCar'],
  tickets: ['BuyEventTickets'],
  stays: ['ReserveHotel', 'BookHouse', 'ReserveRestaurant'],
};
/** Without tool calls a request is told by the intent. */
const REQUEST_INTENTS = ['get_refund', 'cancel_order', 'payment_issue'];

/**
 * Events of chat records.
 * @param {Iterable<object>} records
 * @param {readonly string[]} actions
 */
export async function eventsOf(records, actions) {
  /** @type {TelemetryEvent[]} */
  const events = [];
  const lines = (function* () {
    for (const record of records) yield JSON.stringify(record);
  })();
  for await (const entry of readActionLog(lines, { actions })) {
    if ('fault' in entry) throw new Error(`line ${entry.line}: ${entry.fault}`);
    events.push(entry.event);
  }
  return events;
}

/**
 * Two generated months: the first is the history, the second is measured.
 * @param {number} seed
 * @param {number} conversations
 */
export async function larkfield(seed, conversations) {
  const past = [...generateMonth({ seed: `past-${seed}`, conversations, month: '2026-09' })];
  const live = [...generateMonth({ seed: `live-${seed}`, conversations, month: '2026-10' })];
  const actions = ['issue_credit'];
  /** @type {Traffic} */
  const traffic = {
    name: 'larkfield',
    past: await eventsOf(past, actions),
    live: await eventsOf(live, actions),
    synthetic: false,
  };
  return { traffic, month: live };
}

/**
 * Requests of an attack on a generated month: one for each account, paced like the month.
 * @param {readonly import('@bezoar/drill').LarkfieldRecord[]} month
 * @param {Trigger} trigger
 * @param {number} accounts
 * @param {string} seed
 */
export async function plantedEvents(month, trigger, accounts, seed) {
  const attack = { trigger, payload: PAYLOADS.credit, records: accounts, accounts, tenants: Math.min(4, accounts) };
  const { records, planted } = plantAttack(month, attack, { seed });
  return eventsOf(
    records.filter(({ id }) => planted.has(id)),
    ['issue_credit'],
  );
}

/**
 * Real conversations, a random half as history and the other half measured, so that no text is in both. Accounts, tenants and
 * times are made up.
 * @param {string} folder
 * @param {number} seed
 * @returns {Promise<Traffic[]>}
 */
export async function dataTraffic(folder, seed) {
  /** @type {Traffic[]} */
  const all = [];
  for (const file of readdirSync(folder)
    .filter((name) => /\.jsonl(?:\.gz)?$/.test(name))
    .sort()) {
    const bytes = readFileSync(join(folder, file));
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    const records = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    const random = seededRandom(`telemetry/${seed}/${file}`);
    const shuffled = random.shuffled(records);
    const plan = { accounts: Math.ceil(records.length * 0.3), tenants: 12, skew: 0.6, seed };
    const placed = assignAccounts(shuffled, plan).map((record, at) => ({
      ...record,
      at: Date.UTC(2026, 9, 1) + at * 60_000,
      // Every intent of requests asks in a third of its conversations, every other one in a twenty-fifth.
      ...(REQUEST_INTENTS.includes(record.metadata?.intent) ? chance(random, 0.35) : chance(random, 0.04)),
    }));
    const hasCalls = records.some(({ messages }) =>
      messages.some((/** @type {object} */ turn) => 'tool_calls' in turn),
    );
    const cells = hasCalls ? Object.entries(DATA_ACTIONS) : [['requests', ['request']]];
    for (const [name, actions] of /** @type {[string, string[]][]} */ (cells)) {
      const events = await eventsOf(placed, actions);
      const half = events.length >> 1;
      all.push({
        name: `${file.split('.')[0]} ${name}`,
        past: events.slice(0, half),
        live: events.slice(half),
        synthetic: true,
      });
    }
  }
  return all;
}

/** @param {import('@bezoar/core').Random} random @param {number} share */
function chance(random, share) {
  return random.next() < share ? { action: 'request' } : {};
}
