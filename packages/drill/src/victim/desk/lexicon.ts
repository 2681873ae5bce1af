import type { Random } from '@bezoar/core';

const words = (text: string): readonly string[] => text.trim().split(/,\s*/);

const PRODUCTS = words(
  'kettle, desk lamp, backpack, blender, office chair, water bottle, jacket, monitor, rug, tent, coffee grinder, bike helmet, toaster, keyboard, mug set, running shoes',
);
const CITIES = words('Leeds, Austin, Porto, Lyon, Oslo, Denver, Kyoto, Perth, Ghent, Turin');
const NAMES = words('Maria, Tom, Aisha, Jon, Wei, Olga, Sam, Priya, Lucas, Nora, Ivan, Hana');
const MONTHS = words('January, March, April, May, July, August, September, November');

/** Whole dollars of a credit that the shop's rules can grant. */
export const CREDIT_AMOUNTS: readonly number[] = [10, 15, 20, 25, 40, 50];

/** What one conversation is about, as its sentences are filled in. */
export type DeskSlots = Readonly<Record<'product' | 'city' | 'name' | 'month' | 'order' | 'days' | 'amount', string>>;

/** Draws what one conversation is about. */
export function drawSlots(random: Random): DeskSlots {
  return {
    product: random.pick(PRODUCTS),
    city: random.pick(CITIES),
    name: random.pick(NAMES),
    month: random.pick(MONTHS),
    order: String(100 + random.integer(900)),
    days: String(2 + random.integer(8)),
    amount: String(random.pick(CREDIT_AMOUNTS)),
  };
}
