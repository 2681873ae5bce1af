import type { Clock } from '@bezoar/core';
import type { ChatModel } from '../../model/chat-model.ts';
import { type Sleep, systemSleep } from '../waiting/sleep.ts';
import { checkLimit } from './check-limit.ts';
import { wrapModel } from './wrap-model.ts';

/** How fast a model is asked. */
export interface RateLimits {
  /** Questions under way at a time; the others wait, in order. */
  readonly maxConcurrent: number;
  /** Questions that begin in a minute, evenly spaced, so that no window of a server's own holds more; absent: any number. */
  readonly perMinute?: number;
  /** Milliseconds that never jump; default the machine's. */
  readonly clock?: Clock;
  readonly sleep?: Sleep;
}

/**
 * A model that is asked no faster than this. Tries that an adapter makes by itself are one question. Throws a `UsageError`
 * for limits that are none.
 */
export function limitRate(model: ChatModel, limits: RateLimits): ChatModel {
  const { maxConcurrent, perMinute, clock = (): number => performance.now(), sleep = systemSleep } = limits;
  checkLimit('maxConcurrent', maxConcurrent, 1);
  checkLimit('perMinute', perMinute, Number.MIN_VALUE);
  const gapMs = perMinute === undefined ? 0 : 60_000 / perMinute;
  const waiting: (() => void)[] = [];
  let running = 0;
  let nextStartMs = Number.NEGATIVE_INFINITY;

  const enter = async (): Promise<void> => {
    if (running >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
  };
  const leave = (): void => {
    // The place is handed on, so that nobody slips in between.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  };
  return wrapModel(model, async (_question, ask, signal) => {
    await enter();
    try {
      signal?.throwIfAborted();
      const nowMs = clock();
      const startMs = Math.max(nowMs, nextStartMs);
      nextStartMs = startMs + gapMs;
      if (startMs > nowMs) await sleep(startMs - nowMs, signal);
      return await ask();
    } finally {
      leave();
    }
  });
}
