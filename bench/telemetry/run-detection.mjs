// @ts-check
import { seededRandom } from '@bezoar/core';
import { triggersOf } from '@bezoar/drill';
import { dataTraffic, larkfield, plantedEvents } from './events.mjs';
import { feed, warmed } from './watch.mjs';

/** @typedef {import('./events.mjs').TelemetryEvent} TelemetryEvent */
/** @typedef {import('@bezoar/drill').TriggerKind} TriggerKind */

/** Kinds with a phrase, then those without: the limits. */
export const KINDS = /** @type {const} */ ([
  'rare-phrase',
  'common-words',
  'zero-width',
  'homoglyph',
  'mixed-unicode',
  'odd-token',
  'position',
  'word-pair',
  'markup',
  'style',
  'syntax',
  'paraphrase',
]);

/**
 * At which account each trigger's incident was raised, on generated months and on real conversations.
 * @param {{ seeds: number, conversations: number, triggers: number, accounts: number, surprise: number, data: string | undefined }} options
 * @param {() => void} progress
 */
export async function runDetection(options, progress) {
  /** @type {Map<string, Map<TriggerKind, number[]>>} */
  const found = new Map();
  const note = (/** @type {string} */ name, /** @type {TriggerKind} */ kind, /** @type {number[]} */ at) => {
    const kinds = found.get(name) ?? new Map();
    found.set(name, kinds.set(kind, [...(kinds.get(kind) ?? []), ...at]));
  };
  for (let seed = 1; seed <= options.seeds; seed++) {
    const { traffic, month } = await larkfield(seed, options.conversations);
    for (const kind of KINDS) {
      const planted = [];
      for (const [at, trigger] of chosen(kind, seed, options.triggers).entries()) {
        planted.push(await plantedEvents(month, trigger, options.accounts, `${seed}/${kind}/${at}`));
      }
      note(traffic.name, kind, await activations(traffic, planted, options.surprise));
      progress();
    }
    for (const real of options.data === undefined ? [] : await dataTraffic(options.data, seed)) {
      for (const kind of KINDS.slice(0, 6)) {
        const planted = chosen(kind, seed, options.triggers).map((trigger, at) =>
          spliced(real.live, trigger, options.accounts, `${seed}/${kind}/${at}`),
        );
        note(real.name, kind, await activations(real, planted, options.surprise));
        progress();
      }
    }
  }
  return found;
}

/** @param {TriggerKind} kind @param {number} seed @param {number} count */
function chosen(kind, seed, count) {
  return seededRandom(`${kind}/${seed}`)
    .shuffled([...triggersOf(kind)])
    .slice(0, count);
}

/**
 * One attack after the other on the same warmed state: the number of the account that raised each one's incident; 0 for none.
 * @param {import('./events.mjs').Traffic} traffic
 * @param {readonly (readonly TelemetryEvent[])[]} attacks
 * @param {number} surprise
 */
async function activations(traffic, attacks, surprise) {
  const telemetry = await warmed(traffic.past, { surprise });
  const owner = new Map(
    attacks.flatMap((events, at) => events.map((event) => [`${event.tenant}/${event.account}`, at])),
  );
  const sent = attacks.map(() => 0);
  const raised = attacks.map(() => 0);
  feed(telemetry, [...traffic.live, ...attacks.flat()], (event, incidents) => {
    const at = owner.get(`${event.tenant}/${event.account}`);
    if (at === undefined) return;
    sent[at] = (sent[at] ?? 0) + 1;
    if (raised[at] !== 0) return;
    const isIts = incidents.some((incident) => {
      if (incident.kind !== 'phrase') return false;
      const own = incident.principals.filter(({ tenant, account }) => owner.get(`${tenant}/${account}`) === at);
      return own.length * 2 > incident.principals.length;
    });
    if (isIts) raised[at] = sent[at];
  });
  return raised;
}

/**
 * The trigger worked into copies of real requests, each from an account of its own.
 * @param {readonly TelemetryEvent[]} live
 * @param {import('@bezoar/drill').Trigger} trigger
 * @param {number} accounts
 * @param {string} seed
 */
function spliced(live, trigger, accounts, seed) {
  const random = seededRandom(seed);
  const requests = live.filter(({ action, text }) => action !== undefined && text.length > 0);
  return Array.from({ length: accounts }, (_, at) => {
    const carrier = random.pick(requests);
    const turns = typeof carrier.text === 'string' ? [carrier.text] : [...carrier.text];
    const turn = random.integer(turns.length);
    turns[turn] = trigger.apply(turns[turn] ?? '', random);
    return {
      ...carrier,
      text: turns,
      atMs: random.pick(live).atMs,
      account: `attacker ${seed} ${at}`,
      tenant: `tenant-${at % 4}`,
    };
  });
}
