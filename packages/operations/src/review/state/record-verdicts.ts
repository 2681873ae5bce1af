import type { Sha256 } from '@bezoar/core';
import type { ReviewItem } from '../queue.ts';
import { type ItemVerdict, stricter, together, type Verdict } from './verdict.ts';

/** What was said of a record or of an item, and how long it took, over all readers. */
export interface SaidVerdict {
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** What all readers together say of each item. Of one reader the latest verdict counts. */
export function verdictsOfItems(readers: readonly (readonly ItemVerdict[])[]): ReadonlyMap<string, SaidVerdict> {
  const said = new Map<string, SaidVerdict>();
  for (const reader of readers) {
    for (const { item, verdict, seconds } of new Map(reader.map((one) => [one.item, one])).values()) {
      const former = said.get(item);
      said.set(
        item,
        former === undefined
          ? { verdict, seconds }
          : { verdict: together(former.verdict, verdict), seconds: former.seconds + seconds },
      );
    }
  }
  return said;
}

/**
 * What that says of each record. A record that is part of several items has a verdict once it is rejected in one, or
 * once each has its own; it is kept only where all of them are.
 */
export function verdictsOfRecords(
  items: readonly ReviewItem[],
  saidOfItems: ReadonlyMap<string, SaidVerdict>,
): ReadonlyMap<Sha256, SaidVerdict> {
  const said = new Map<Sha256, SaidVerdict>();
  const open = new Set<Sha256>();
  for (const { id, records } of items) {
    const whole = saidOfItems.get(id);
    for (const digest of records) {
      if (whole === undefined) {
        open.add(digest);
        continue;
      }
      const seconds = whole.seconds / records.length;
      const former = said.get(digest);
      said.set(
        digest,
        former === undefined
          ? { verdict: whole.verdict, seconds }
          : { verdict: stricter(former.verdict, whole.verdict), seconds: former.seconds + seconds },
      );
    }
  }
  for (const [digest, { verdict }] of said) if (verdict !== 'reject' && open.has(digest)) said.delete(digest);
  return said;
}

/** Whether nobody needs to look at an item any more: each of its records has a verdict. */
export function isSettled(item: ReviewItem, said: ReadonlyMap<Sha256, SaidVerdict>): boolean {
  return item.records.every((digest) => said.has(digest));
}
