import type { LogEvent } from './log-entry.ts';

/** Events that are held back to be put in order. A log of at most as many gives the same result in any order of its lines. */
export const REORDER_EVENTS = 65_536;

/** Puts events into the order of their times, holding back `REORDER_EVENTS` of them. */
export interface TimeOrder {
  /** Takes an event; returns one that is due, if any. */
  push(event: LogEvent): LogEvent | undefined;
  /** What is left, in order. */
  drain(): Generator<LogEvent>;
}

/** A binary heap on time, then on the event itself, so that lines of the same time are ordered by what they say. */
export function createTimeOrder(most: number = REORDER_EVENTS): TimeOrder {
  const heap: { readonly entry: LogEvent; readonly tie: string }[] = [];
  const isBefore = (a: number, b: number): boolean => {
    const [x, y] = [heap[a]!, heap[b]!];
    if (x.entry.event.atMs !== y.entry.event.atMs) return x.entry.event.atMs < y.entry.event.atMs;
    return x.tie < y.tie;
  };
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const pop = (): LogEvent => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(child, least)) least = child;
        if (least === at) break;
        swap(at, least);
        at = least;
      }
    }
    return first.entry;
  };
  return {
    push: (entry) => {
      const { event } = entry;
      heap.push({ entry, tie: JSON.stringify([event.tenant, event.account, event.text, event.action ?? '']) });
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isBefore(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
      return heap.length > most ? pop() : undefined;
    },
    drain: function* () {
      while (heap.length > 0) yield pop();
    },
  };
}
