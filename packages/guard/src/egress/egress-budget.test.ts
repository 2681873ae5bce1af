import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgressBudget } from './egress-budget.ts';
import { createEgressFetch } from './egress-fetch.ts';
import { destinationOn, ok, serve, stopServers } from './testing/checked-fetch.test-support.ts';

afterEach(stopServers);

const OPTIONS = { windowMs: 1000, distinct: 3, requests: 10 };

function budgetAt(times: { nowMs: number }) {
  const budget = createEgressBudget(OPTIONS, () => times.nowMs);
  return (url: string, { origin = 'https://a.example', method = 'GET', hasBody = false } = {}): boolean => {
    try {
      budget.charge({ origin, method, url, hasBody });
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'guard/egress-refused', reason: 'budget' });
      return false;
    }
  };
}

describe('a budget of requests', () => {
  it('counts distinct requests, of each origin for itself', () => {
    const charge = budgetAt({ nowMs: 0 });
    expect(['/1', '/2', '/1', '/3', '/4', '/2'].map((url) => charge(url))).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(charge('/4', { origin: 'https://b.example' })).toBe(true);
  });

  it('takes another method for another request, and every body for a new one', () => {
    const charge = budgetAt({ nowMs: 0 });
    expect([charge('/1'), charge('/1', { method: 'HEAD' })]).toEqual([true, true]);
    expect(charge('/1', { method: 'POST', hasBody: true })).toBe(true);
    expect(charge('/1', { method: 'POST', hasBody: true })).toBe(false);
  });

  it('counts repetitions as well, whose order carries data', () => {
    const charge = budgetAt({ nowMs: 0 });
    expect(Array.from({ length: 11 }, () => charge('/1')).lastIndexOf(true)).toBe(9);
  });

  it('frees what the window has left behind, and nothing when the clock goes back', () => {
    const times = { nowMs: 5000 };
    const charge = budgetAt(times);
    for (const url of ['/1', '/2', '/3']) charge(url);
    times.nowMs = 0;
    expect(charge('/4')).toBe(false);
    times.nowMs = 5999;
    expect(charge('/4')).toBe(false);
    times.nowMs = 6000;
    expect(charge('/4')).toBe(true);
  });

  it('forgets nothing earlier because it was asked again while the clock was back', () => {
    const times = { nowMs: 5000 };
    const charge = budgetAt(times);
    for (const url of ['/1', '/2', '/3']) charge(url);
    times.nowMs = 0;
    for (const url of ['/1', '/2', '/3']) charge(url);
    times.nowMs = 1500;
    expect(charge('/4')).toBe(false);
  });

  it('frees what is old even behind what was asked again', () => {
    const times = { nowMs: 0 };
    const charge = budgetAt(times);
    for (const url of ['/1', '/2', '/3']) charge(url);
    times.nowMs = 900;
    charge('/1');
    times.nowMs = 1100;
    expect(['/4', '/5', '/6'].map((url) => charge(url))).toEqual([true, true, false]);
  });

  it('is never exceeded in any window, whatever is asked when', () => {
    const step = fc.record({ waitMs: fc.nat(400), url: fc.constantFrom('/1', '/2', '/3', '/4', '/5') });
    const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const times = { nowMs: 0 };
      const charge = budgetAt(times);
      const done: { readonly at: number; readonly url: string }[] = [];
      for (const { waitMs, url } of steps) {
        times.nowMs += waitMs;
        if (charge(url)) done.push({ at: times.nowMs, url });
      }
      for (const { at } of done) {
        const inside = done.filter((other) => other.at > at - OPTIONS.windowMs && other.at <= at);
        expect(inside.length).toBeLessThanOrEqual(OPTIONS.requests);
        expect(new Set(inside.map(({ url }) => url)).size).toBeLessThanOrEqual(OPTIONS.distinct);
      }
    });
    fc.assert(property, { seed: 1, numRuns: 300 });
  });

  it('is charged for what is sent, hops included, before it is sent', async () => {
    const server = await serve(ok);
    const options = { destinations: [destinationOn(server.origin)], allowPrivate: [server.host] };
    const fetch = createEgressFetch({ ...options, budget: { distinct: 2 } });
    for (const path of ['1', '2', '1']) await fetch(`${server.origin}/v1/${path}`);
    await expect(fetch(`${server.origin}/v1/3`)).rejects.toMatchObject({ reason: 'budget' });
    expect(server.received).toHaveLength(3);
  });
});
