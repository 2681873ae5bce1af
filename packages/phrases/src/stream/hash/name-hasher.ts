import { countedName } from '@bezoar/core';
import { SipHash } from './siphash.ts';
import { subkey } from './subkey.ts';

/** Turns accounts, tenants and texts into keyed numbers, so that no name need be kept. */
export interface NameHasher {
  /** 53 bits for an account within its tenant; names that look alike (`countedName`) give the same number. */
  account(tenant: string, account: string): number;
  /** 53 bits for a tenant. */
  tenant(tenant: string): number;
  /** 16 hexadecimal digits for a text, which may leave the process. */
  id(text: string): string;
}

/** A hasher under keys derived from `secret`. */
export function createNameHasher(secret: Uint8Array): NameHasher {
  const names = new SipHash(subkey(secret, 'names'), 2, 4);
  const ids = new SipHash(subkey(secret, 'ids'), 2, 4);
  const number = (text: string): number => {
    names.text(text);
    return numberOfKey(names.low, names.high);
  };
  return {
    account: (tenant, account) => number(JSON.stringify([countedName(tenant), countedName(account)])),
    tenant: (tenant) => number(JSON.stringify([countedName(tenant)])),
    id: (text) => {
      ids.text(text);
      return hexOf(ids.high) + hexOf(ids.low);
    },
  };
}

/** 53 of the 64 bits of a key, as a number that a map can hold. Two of 100,000 keys agree with probability below 1e-6. */
export function numberOfKey(low: number, high: number): number {
  return (high >>> 11) * 4294967296 + (low >>> 0);
}

function hexOf(half: number): string {
  return (half >>> 0).toString(16).padStart(8, '0');
}
