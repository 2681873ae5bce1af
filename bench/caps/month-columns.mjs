// @ts-check
import { createHash } from 'node:crypto';
import { canonicalJson, checkHazards, sha256 } from '@bezoar/core';
import { CREDIT_HAZARD } from '../detection/declared-hazards.mjs';

/** @typedef {import('@bezoar/drill').LarkfieldRecord} LarkfieldRecord */
/** @typedef {ReturnType<typeof columnsOfMonth>} MonthColumns */

/** Attributes that link accounts, in every cell. */
export const CLUSTER_BY = ['device', 'ip', 'payment'];

/**
 * A month as layer 1 sees it beside its text, and the lasting keys of its contributors.
 * @param {readonly LarkfieldRecord[]} records
 */
export function columnsOfMonth(records) {
  const accounts = numbering();
  const tenants = numbering();
  const sets = numbering();
  const attributes = numbering();
  const digests = new Uint8Array(32 * records.length);
  const columns = {
    count: records.length,
    digests,
    accounts: Int32Array.from(records, ({ tenant, account }) => accounts.of([tenant, account])),
    tenants: Int32Array.from(records, ({ tenant }) => tenants.of(tenant)),
    sources: new Int32Array(records.length),
    sourceCount: 1,
    timesMs: Float64Array.from(records, ({ created_at: at }) => Date.parse(at)),
    inSlice: Uint8Array.from(records, (record) => featuresOf(record).inSlice),
    ratings: Int8Array.from(records, ({ rating }) => (rating === null ? 0 : rating === 'helpful' ? 1 : -1)),
    signals: Int32Array.from(records, (record) => sets.of(signalsOf(record))),
    attributes: Int32Array.from(
      records.flatMap((record) => CLUSTER_BY.map((name) => attributes.of([name, attributeOf(record, name)]))),
    ),
    attributeOffsets: Int32Array.from({ length: records.length + 1 }, (_, index) => index * CLUSTER_BY.length),
  };
  for (const [index, record] of records.entries()) {
    digests.set(featuresOf(record).digest, 32 * index);
  }
  const keys = {
    accounts: accounts.values().map(keyOf),
    tenants: tenants.values().map(keyOf),
    sources: [keyOf('support-chat')],
    attributes: attributes.values().map(keyOf),
  };
  return {
    keys,
    columns: {
      ...columns,
      accountCount: keys.accounts.length,
      tenantCount: keys.tenants.length,
      signalSets: /** @type {readonly (readonly string[])[]} */ (sets.values()),
      attributeValues: attributes.values().map((value) => {
        const [name = '', own = ''] = /** @type {readonly string[]} */ (value);
        return { name, value: own };
      }),
    },
  };
}

/** What is computed from a record's text, once: one clean month stands under many attacks. */
const FEATURES = /** @type {WeakMap<LarkfieldRecord, { digest: Uint8Array, inSlice: number }>} */ (new WeakMap());

/** @param {LarkfieldRecord} record */
function featuresOf(record) {
  const known = FEATURES.get(record);
  if (known !== undefined) return known;
  const digest = Buffer.from(sha256(canonicalJson(record)), 'hex');
  const features = { digest, inSlice: teachesCredit(record) ? 1 : 0 };
  FEATURES.set(record, features);
  return features;
}

/** Gives equal values equal numbers, from 0 in order of appearance. */
function numbering() {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  return {
    /** @param {unknown} value */
    of: (value) => {
      const key = JSON.stringify(value);
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    },
    /** @returns {readonly unknown[]} */
    values: () => [...numbers.keys()].map((key) => JSON.parse(key)),
  };
}

/** @param {unknown} value */
function keyOf(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** @param {LarkfieldRecord} record */
function signalsOf({ rating, signals }) {
  const names = Object.entries(signals).flatMap(([name, holds]) => (holds ? [name] : []));
  return (rating === 'helpful' ? [...names, 'rating'] : names).sort();
}

/** @param {LarkfieldRecord} record @param {string} name */
function attributeOf({ attributes }, name) {
  return attributes[/** @type {keyof LarkfieldRecord['attributes']} */ (name)];
}

/** Whether the agent issues or claims a credit, with or without looking the order up. @param {LarkfieldRecord} record */
function teachesCredit({ messages }) {
  const turns = messages.map((message) => ({
    role: message.role,
    text: message.content ?? '',
    toolCalls:
      'tool_calls' in message
        ? message.tool_calls.map(({ function: { name, arguments: given } }) => ({ name, arguments: given }))
        : [],
  }));
  return checkHazards({ turns }, CREDIT_HAZARD).isInSlice;
}
