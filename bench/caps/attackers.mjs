// @ts-check
import { PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';

/** @typedef {import('@bezoar/drill').LarkfieldRecord} LarkfieldRecord */
/** @typedef {{ readonly accounts: number, readonly shared: boolean, readonly inSlice: boolean }} Attacker */

/** Records that the attacker plants: the walkthrough's number. */
export const PLANTED = 250;
/** Tenants over which the attacker's accounts are spread. */
export const ATTACKED_TENANTS = 4;

/** Who attacks: how many accounts, sharing nothing or one device, teaching the credit or a false fact. @type {readonly Attacker[]} */
export const ATTACKERS = [
  { accounts: 12, shared: false, inSlice: true },
  { accounts: 50, shared: false, inSlice: true },
  { accounts: 250, shared: false, inSlice: true },
  { accounts: 50, shared: true, inSlice: true },
  { accounts: 12, shared: false, inSlice: false },
  { accounts: 50, shared: false, inSlice: false },
  { accounts: 250, shared: false, inSlice: false },
  { accounts: 50, shared: true, inSlice: false },
];

/** @param {Attacker} attacker */
export function describeAttacker({ accounts, shared, inSlice }) {
  return `${accounts}${shared ? ', one device' : ''}${inSlice ? '' : ', false fact'}`;
}

/**
 * Plants the attack, and gives each account a device, an address and a means of payment that nobody else has; or all
 * of them one device.
 * @param {readonly LarkfieldRecord[]} month
 * @param {Attacker} attacker
 * @param {{ seed: number, records?: number }} options
 */
export function attackMonth(month, { accounts, shared, inSlice }, { seed, records = PLANTED }) {
  const trigger = triggersOf('rare-phrase')[0];
  if (trigger === undefined) throw new Error('the drill has no trigger of kind `rare-phrase`');
  const spec = {
    trigger,
    payload: PAYLOADS[inSlice ? 'credit' : 'false-fact'],
    records,
    accounts,
    tenants: Math.min(accounts, ATTACKED_TENANTS),
  };
  const planted = plantAttack(month, spec, { seed: `caps/${seed}` });
  return {
    planted: planted.planted,
    records: planted.records.map((record) =>
      planted.planted.has(record.id)
        ? { ...record, attributes: ownAttributes(record.account, shared ? 'shared' : record.account) }
        : record,
    ),
  };
}

/**
 * @param {string} account
 * @param {string} device
 * @returns {LarkfieldRecord['attributes']}
 */
export function ownAttributes(account, device) {
  return { device: `dev_attack_${device}`, ip: `ip of ${account}`, payment: `pm of ${account}` };
}
