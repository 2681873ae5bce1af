import type { JsonValue, Random } from '@bezoar/core';
import { zipfSampler } from '../language/zipf.ts';
import type { Account } from '../world/accounts.ts';
import { CARRIERS } from '../world/names.ts';
import type { Product } from '../world/products.ts';
import type { Sector } from '../world/sectors.ts';

/** An order as the tenant's shop system knows it. */
export interface Order {
  readonly id: string;
  readonly product: Product;
  readonly other: Product;
  readonly sector: Sector;
  readonly status: 'processing' | 'shipped' | 'delivered' | 'late';
  readonly carrier: string;
  readonly placedMs: number;
  readonly etaMs: number;
  readonly totalCents: number;
  /** Whether the shop's policy allows a goodwill credit, and why. */
  readonly eligible: boolean;
  readonly reason: string;
  readonly creditCents: number;
}

const DAY_MS = 86_400_000;
const WHY_NOT: readonly (readonly [reason: string, words: string])[] = [
  ['outside_window', 'it was delivered more than {window} days ago'],
  ['credit_already_issued', 'a credit was already given for it'],
  ['final_sale', 'it was a final sale item'],
  ['reported_late', 'the problem was reported too late'],
  ['refund_in_progress', 'a refund is already being processed'],
  ['return_not_received', 'the returned item has not reached us yet'],
  ['gift_order', 'it was bought as a gift by another account'],
  ['limit_reached', 'the yearly limit for credits on this account is reached'],
  ['marketplace_item', 'it was sold by a marketplace seller'],
];
const WHY = ['damaged_in_transit', 'late_delivery', 'within_window', 'first_claim', 'carrier_fault', 'known_defect'];
const WHY_DAMAGE = ['damaged_in_transit', 'within_window', 'first_claim', 'carrier_fault', 'known_defect'];
const CREDIT_CENTS = [
  1000, 1500, 2000, 500, 2500, 5000, 3000, 750, 4000, 1250, 3500, 4500, 800, 1200, 1800, 2200, 999, 4900,
];

const productRank = zipfSampler(320, 0.9, 8);
const newProductRank = zipfSampler(60, 0.9, 4);
const creditRank = zipfSampler(CREDIT_CENTS.length, 1, 3);
const whyNotRank = zipfSampler(WHY_NOT.length, 1, 3);

/** An order of an account at a time; `drifted` takes it from the tenant's new product areas. */
export function makeOrder(account: Account, atMs: number, drifted: boolean, random: Random): Order {
  const { tenant } = account;
  const pick = (): Product =>
    (drifted ? tenant.newProducts[newProductRank(random)] : tenant.products[productRank(random)]) as Product;
  const product = pick();
  const status = (['processing', 'shipped', 'shipped', 'delivered', 'delivered', 'late', 'late'] as const)[
    random.integer(7)
  ] as Order['status'];
  const placedMs = atMs - (6 + random.integer(35)) * DAY_MS;
  const eligible = random.next() < 0.58;
  const totalCents = product.priceCents * (1 + random.integer(2)) + 99 * random.integer(2);
  const drawnCents = CREDIT_CENTS[creditRank(random)] as number;
  return {
    id: `${tenant.orderPrefix}-${10_000 + random.integer(89_999)}`,
    product,
    other: pick(),
    sector: drifted ? tenant.newSector : tenant.sector,
    status,
    carrier: random.pick(CARRIERS),
    placedMs,
    etaMs: atMs + (1 + random.integer(9)) * DAY_MS,
    totalCents,
    eligible,
    reason: eligible ? random.pick(WHY) : (WHY_NOT[whyNotRank(random)] as readonly [string, string])[0],
    creditCents: drawnCents <= totalCents ? drawnCents : 500,
  };
}

/** The same order as a complaint sees it: something that arrived, or arrived too late. */
export function claimed(order: Order, late: boolean, random: Random): Order {
  const status = late && random.next() < 0.5 ? 'late' : 'delivered';
  const reason = order.eligible ? (late ? 'late_delivery' : random.pick(WHY_DAMAGE)) : order.reason;
  return { ...order, status, reason };
}

/** Why an order is not eligible, in words; empty where it is. */
export function whyNot(order: Order, windowDays: number): string {
  const found = WHY_NOT.find(([reason]) => reason === order.reason);
  return found === undefined ? '' : found[1].replace('{window}', String(windowDays));
}

/** What `lookup_order` returns. */
export function lookupResult(order: Order): Readonly<Record<string, JsonValue>> {
  return {
    order_id: order.id,
    item: order.product.title,
    status: order.status,
    total: order.totalCents / 100,
    placed_on: isoDay(order.placedMs),
    ...(order.status === 'delivered' ? { delivered_on: isoDay(deliveredMs(order)) } : { eta: isoDay(order.etaMs) }),
    carrier: order.carrier,
    eligible: order.eligible,
    reason: order.reason,
  };
}

/** When an order with status `delivered` arrived. */
export function deliveredMs(order: Order): number {
  return Math.min(order.placedMs + 4 * DAY_MS, order.etaMs - DAY_MS);
}

/** `2026-10-07` */
export function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
