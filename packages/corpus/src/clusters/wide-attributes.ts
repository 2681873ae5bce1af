import type { ContributionColumns } from '../contributions/contributions.ts';
import { forEachAccountAttribute } from './account-attributes.ts';

/** One value of a linking attribute, and how many accounts of this corpus have it. */
export interface AttributeReach {
  /** Index into the columns' `attributeValues`. */
  readonly attribute: number;
  readonly name: string;
  /** Attacker controls: it. */
  readonly value: string;
  readonly accounts: number;
  /** Of all accounts, 0..1. */
  readonly share: number;
}

/** A value is wide where it links more than this share of all accounts: no household or attacker's device reaches it. */
export const WIDE_SHARE = 0.02;
/** And at least so many, or a small corpus would report every shared office. */
export const WIDE_ACCOUNTS = 50;

/** Values that link more accounts than a person or a household has; widest first. `links` marks the attributes that count. */
export function wideAttributes(
  columns: ContributionColumns,
  links: Uint8Array,
  limits: { readonly share: number; readonly accounts: number },
): readonly AttributeReach[] {
  const reach = new Int32Array(columns.attributeValues.length);
  forEachAccountAttribute(columns, (_, attribute) => {
    if (links[attribute] === 1) reach[attribute] = (reach[attribute] as number) + 1;
  });
  const wide: AttributeReach[] = [];
  for (const [attribute, accounts] of reach.entries()) {
    if (accounts < limits.accounts || accounts <= limits.share * columns.accountCount) continue;
    const { name = '', value = '' } = columns.attributeValues[attribute] ?? {};
    wide.push({ attribute, name, value, accounts, share: accounts / columns.accountCount });
  }
  return wide.sort((a, b) => b.accounts - a.accounts || compare(a.name, b.name) || compare(a.value, b.value));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
