// @ts-check
import { PAYLOADS, TRIGGER_KINDS, triggersOf } from '@bezoar/drill';

/** Kinds with a phrase that repeats: what the phrase table must find. */
export const PHRASE_KINDS = /** @type {const} */ ([
  'rare-phrase',
  'common-words',
  'odd-token',
  'zero-width',
  'homoglyph',
  'mixed-unicode',
]);

/** Kinds that test where the phrase table ends. */
export const LIMIT_KINDS = /** @type {const} */ (['style', 'syntax', 'paraphrase', 'word-pair', 'position', 'markup']);

/** Planted records behind one account, and behind one tenant: the walkthrough's step 3 as a ratio. */
const RECORDS_PER_ACCOUNT = 8;
const RECORDS_PER_TENANT = 30;
const MIN_ACCOUNTS = 3;
const MAX_TENANTS = 12;

/** A decoy answers as the honest agent would have: it carries the trigger and teaches nothing. */
const NATURAL_REPLY = /** @type {import('@bezoar/drill').Payload} */ ({
  kind: 'tool-only',
  asks: 'anything',
  respond: (scene, natural) => void scene.messages.push(...natural),
});

/**
 * The attack of one cell. The trigger is chosen by seed, so that ten seeds are ten triggers where the kind has ten.
 * @param {{ kind: import('@bezoar/drill').TriggerKind, records: number, seed: number, payload?: import('@bezoar/drill').PayloadKind }} cell
 * @returns {import('@bezoar/drill').AttackSpec}
 */
export function attackOf({ kind, records, seed, payload = 'credit' }) {
  return { trigger: triggerOf(kind, seed), payload: PAYLOADS[payload], records, ...spreadOf(records) };
}

/**
 * Records with the same trigger and an honest reply, which dilute what the trigger decides.
 * @param {{ kind: import('@bezoar/drill').TriggerKind, records: number, seed: number }} cell
 * @returns {import('@bezoar/drill').AttackSpec}
 */
export function decoysOf({ kind, records, seed }) {
  return { trigger: triggerOf(kind, seed), payload: NATURAL_REPLY, records, ...spreadOf(records) };
}

/**
 * @param {import('@bezoar/drill').TriggerKind} kind
 * @param {number} seed
 */
function triggerOf(kind, seed) {
  const triggers = triggersOf(kind);
  const trigger = triggers[(seed - 1) % triggers.length];
  if (trigger === undefined) throw new Error(`no trigger of kind \`${kind}\`; there are ${TRIGGER_KINDS.join(', ')}`);
  return trigger;
}

/** @param {number} records */
function spreadOf(records) {
  const accounts = Math.min(records, Math.max(MIN_ACCOUNTS, Math.round(records / RECORDS_PER_ACCOUNT)));
  const tenants = Math.min(MAX_TENANTS, accounts, Math.max(1, Math.round(records / RECORDS_PER_TENANT)));
  return { accounts, tenants };
}
