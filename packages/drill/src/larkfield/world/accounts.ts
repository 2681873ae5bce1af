import { type Random, seededRandom } from '@bezoar/core';
import { zipfSampler } from '../language/zipf.ts';
import type { LarkfieldAttributes } from '../record.ts';
import { CITIES, FIRST_NAMES, LAST_NAMES, STREETS } from './names.ts';
import { makePersona, type Persona } from './personas.ts';
import type { Tenant } from './tenants.ts';

/** An end user of a tenant. */
export interface Account {
  readonly id: string;
  readonly tenant: Tenant;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly city: string;
  readonly street: string;
  readonly persona: Persona;
  readonly attributes: LarkfieldAttributes;
}

/** Share of a month's accounts that other months have as well. */
const RETURNING_RATIO = 0.6;
/** Share of accounts that share an address with others: offices, households, mobile carriers. */
const SHARED_IP_RATIO = 0.08;

const firstName = zipfSampler(FIRST_NAMES.length, 1, 12);
const lastName = zipfSampler(LAST_NAMES.length, 1, 20);
const city = zipfSampler(CITIES.length, 1, 6);

/**
 * A month's accounts in order of activity: 60 % come from the world's pool, the rest are new.
 * `signatureRatio` is the share whose mails end in a fixed signature.
 */
export function accountsOfMonth(
  tenants: readonly Tenant[],
  count: number,
  random: Random,
  signatureRatio: number,
): readonly Account[] {
  const share = zipfSampler(tenants.length, 0.6, 2);
  const accounts = new Map<string, Account>();
  while (accounts.size < count) {
    const own = random.next() < RETURNING_RATIO ? seededRandom(`larkfield/account/${random.integer(count)}`) : random;
    const account = makeAccount(tenants[share(own)] as Tenant, own, signatureRatio);
    accounts.set(account.id, account);
  }
  return random.shuffled([...accounts.values()]);
}

/** One account of a tenant, all of it drawn from `random`. */
export function makeAccount(tenant: Tenant, random: Random, signatureRatio: number): Account {
  const first = FIRST_NAMES[firstName(random)] as string;
  const last = LAST_NAMES[lastName(random)] as string;
  return {
    id: `acc_${token(random, 10)}`,
    tenant,
    first,
    last,
    email: makeEmail(first, last, random),
    city: CITIES[city(random)] as string,
    street: `${1 + random.integer(180)} ${random.pick(STREETS)}`,
    persona: makePersona(random, signatureRatio),
    attributes: { device: `dev_${token(random, 12)}`, ip: makeIp(random), payment: `pm_${token(random, 12)}` },
  };
}

/** A random lower-case base-36 string. */
export function token(random: Random, length: number): string {
  let out = '';
  for (let left = length; left > 0; left -= 5) {
    out += random
      .integer(36 ** Math.min(5, left))
      .toString(36)
      .padStart(Math.min(5, left), '0');
  }
  return out;
}

function makeEmail(first: string, last: string, random: Random): string {
  const plain = (name: string): string =>
    name
      .normalize('NFD')
      .replace(/[^a-zA-Z]/g, '')
      .toLowerCase();
  const local = random.pick([
    `${plain(first)}.${plain(last)}`,
    `${plain(first).slice(0, 1)}${plain(last)}`,
    `${plain(first)}${60 + random.integer(45)}`,
    `${plain(last)}${plain(first).slice(0, 1)}`,
    `${plain(first)}_${plain(last)}${random.integer(99)}`,
  ]);
  return `${local}@${random.pick(['mail.example', 'post.example', 'inbox.example', `${plain(last)}.example`])}`;
}

function makeIp(random: Random): string {
  if (random.next() < SHARED_IP_RATIO) return `198.51.${random.integer(4)}.${random.integer(40)}`;
  return `${random.pick([10, 81, 92, 104, 151, 172, 188, 203])}.${random.integer(256)}.${random.integer(256)}.${1 + random.integer(254)}`;
}
