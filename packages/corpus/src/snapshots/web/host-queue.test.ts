import { describe, expect, it } from 'vitest';
import { forEachByHost } from './host-queue.ts';

describe('items by host', () => {
  it('run so many at a time for a host and together, each once, in order within a host', async () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ host: `h${index % 3}`, index }));
    const running = new Map<string, number>();
    const order: number[] = [];
    let most = 0;
    let mostPerHost = 0;
    await forEachByHost(
      items,
      ({ host }) => host,
      { perHost: 2, overall: 4 },
      async ({ host, index }) => {
        order.push(index);
        running.set(host, (running.get(host) ?? 0) + 1);
        most = Math.max(
          most,
          [...running.values()].reduce((sum, one) => sum + one, 0),
        );
        mostPerHost = Math.max(mostPerHost, running.get(host)!);
        await new Promise((resolve) => setImmediate(resolve));
        running.set(host, running.get(host)! - 1);
      },
    );
    expect([...order].sort((a, b) => a - b)).toEqual(items.map(({ index }) => index));
    expect([most, mostPerHost]).toEqual([4, 2]);
    const first = order.filter((index) => index % 3 === 0);
    expect(first).toEqual([...first].sort((a, b) => a - b));
  });

  it('stop after a failure, once those that run have ended', async () => {
    let ended = 0;
    let started = 0;
    const items = Array.from({ length: 10 }, (_, index) => index);
    const run = forEachByHost(
      items,
      (index) => String(index),
      { perHost: 1, overall: 3 },
      async (index) => {
        started++;
        await new Promise((resolve) => setImmediate(resolve));
        ended++;
        if (index === 0) throw new Error('the disk is full');
      },
    );
    await expect(run).rejects.toThrow('the disk is full');
    expect(ended).toBe(started);
    expect(started).toBeLessThan(10);
  });

  it('may be none', async () => {
    await forEachByHost([], String, { perHost: 1, overall: 1 }, () => Promise.reject(new Error('never')));
  });
});
