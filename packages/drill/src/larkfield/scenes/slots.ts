import type { Random } from '@bezoar/core';
import type { Slots } from '../language/grammar.ts';
import { zipfSampler } from '../language/zipf.ts';
import { type Account, token } from '../world/accounts.ts';
import type { Feature } from '../world/features.ts';
import { CITIES, FIRST_NAMES, STREETS } from '../world/names.ts';
import { deliveredMs, type Order, whyNot } from './orders.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const CORNERS = ['top right', 'bottom left', 'top left', 'bottom right'];
const ERRORS =
  'E_TIMEOUT ERR_CONN 0x8004 AUTH-17 SYNC_409 error_500 E1012 PAY-3 ERR_QUOTA 0x1F bad_gateway NX-204'.split(' ');
const PATHS =
  'checkout orders settings cart sync upload report inbox team billing scan planner export profile wallet'.split(' ');
const SHORT_LIST = 28;
const featureRank = zipfSampler(SHORT_LIST, 1, 3);
const jargonRank = zipfSampler(24, 1, 2);
const partRank = zipfSampler(12, 0.7, 3);
const cityRank = zipfSampler(CITIES.length, 1, 6);

/** Everything that a conversation may mention, drawn at once. */
export function makeSlots(account: Account, order: Order, atMs: number, random: Random): Slots {
  const { tenant } = account;
  const { product, other, sector } = order;
  const feature = tenant.features[featureRank(random)] as Feature;
  const feature2 = tenant.features[featureRank(random)] as Feature;
  const plan = random.integer(tenant.plans.length);
  const digits = (count: number): string => String(random.integer(10 ** count)).padStart(count, '0');
  return {
    first: account.first,
    last: account.last,
    name: `${account.first} ${account.last}`,
    email: account.email,
    city: account.city,
    street: account.street,
    newAddress: `${1 + random.integer(220)} ${random.pick(STREETS)}, ${CITIES[cityRank(random)] as string}`,
    colleague: `${random.pick(FIRST_NAMES).toLowerCase()}@${account.email.slice(account.email.indexOf('@') + 1)}`,
    role: random.pick(['member', 'viewer', 'editor', 'member', 'billing']),
    agent: tenant.agent,
    tenant: tenant.name,
    domain: tenant.domain,
    hours: tenant.hours,
    window: String(tenant.returnWindowDays),
    shipfee: tenant.shippingFee,
    shipdays: tenant.shippingDays,
    city2: tenant.warehouse,
    orderPrefix: tenant.orderPrefix,
    jargon: tenant.jargon[jargonRank(random)] as string,
    jargon2: tenant.jargon[jargonRank(random)] as string,
    plan: tenant.plans[plan] as string,
    plan2: tenant.plans[(plan + 1) % tenant.plans.length] as string,
    feature: feature.name,
    task: feature.task,
    menu: feature.menu,
    button: feature.button,
    feature2: feature2.name,
    task2: feature2.task,
    menu2: feature2.menu,
    button2: feature2.button,
    order: order.id,
    item: product.title,
    brand: product.brand,
    adjective: product.adjective,
    noun: product.noun,
    model: product.model,
    item2: other.title,
    part: sector.parts[partRank(random) % sector.parts.length] as string,
    defect: random.pick(sector.defects),
    use: random.pick(sector.uses),
    carrier: order.carrier,
    why: whyNot(order, tenant.returnWindowDays),
    amount: money(order.creditCents, random),
    credit: `CR-${token(random, 6).toUpperCase()}`,
    price: money(500 + random.integer(120) * 100 - random.integer(2), random),
    invoice: `INV-${digits(5)}`,
    ticket: `T-${digits(5)}`,
    tracking: token(random, 12).toUpperCase(),
    last4: digits(4),
    last4b: String(10 + random.integer(90)),
    version: `${1 + random.integer(9)}.${random.integer(20)}.${random.integer(10)}`,
    error: random.pick(ERRORS),
    slug: random.pick(PATHS),
    slug2: random.pick(PATHS),
    corner: random.pick(CORNERS),
    date: spokenDay(order.placedMs, random),
    delivered: spokenDay(deliveredMs(order), random),
    eta: spokenDay(order.etaMs, random),
    now: spokenDay(atMs, random),
  };
}

function money(cents: number, random: Random): string {
  const plain = cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2);
  return random.next() < 0.94 ? `$${plain}` : `$${(cents / 100).toFixed(2)}`;
}

function spokenDay(timeMs: number, random: Random): string {
  const when = new Date(timeMs);
  const day = when.getUTCDate();
  const month = MONTHS[when.getUTCMonth()] as string;
  switch (random.integer(4)) {
    case 0:
      return `${month} ${day}`;
    case 1:
      return `${day} ${month}`;
    case 2:
      return `the ${day}${day % 10 === 1 && day !== 11 ? 'st' : day % 10 === 2 && day !== 12 ? 'nd' : day % 10 === 3 && day !== 13 ? 'rd' : 'th'}`;
    default:
      return `${month.slice(0, 3)} ${day}`;
  }
}
