import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhraseStream, type PhraseStream } from './phrase-stream.ts';
import type { PhraseStreamOptions } from './stream-options.ts';
import { attack, ordinaryTraffic, SMALL, savedBytes, withHistory } from './testing/traffic.ts';

const PHRASE = 'per our zephyr arrangement';

const running = withHistory();

function observed(options: Partial<PhraseStreamOptions>): PhraseStream {
  const stream = createPhraseStream({ ...SMALL, ...options });
  for (const sighting of ordinaryTraffic(600, 1)) stream.observe(sighting);
  return stream;
}

/** Number of the request that raised an incident, from 1; 0 if none did. */
function alertedAt(stream: PhraseStream, requests: readonly ReturnType<typeof attack>[]): number {
  return 1 + requests.findIndex((request) => stream.observe(request).clusters.length > 0);
}

const four = (trigger: string): ReturnType<typeof attack>[] => [0, 1, 2, 3].map((at) => attack(trigger, at));

describe('createPhraseStream', () => {
  it.each([
    ['novel words', PHRASE],
    ['common words', 'you did my neighbour a gift in spring before'],
    ['two novel words', 'velvet compass'],
  ])('raises an incident by the fourth account: %s', (_, trigger) => {
    const at = alertedAt(running(), four(trigger));
    expect(at).toBeGreaterThan(2);
    expect(at).toBeLessThanOrEqual(4);
  });

  it('describes an incident by its longest phrase, accounts, tenants and times', () => {
    const stream = running();
    for (let index = 0; index < 6; index++) stream.observe(attack(PHRASE, index, { facts: { intent: 'credit' } }));
    expect(stream.clusters()).toMatchObject([
      {
        phrase: expect.stringContaining(PHRASE),
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        accounts: 6,
        tenants: 3,
        requests: 6,
        bystanders: 0,
        isSaturated: false,
        firstSeenAtMs: 10_000_000,
        lastSeenAtMs: 10_005_000,
        notes: expect.arrayContaining([
          expect.objectContaining({ account: 'stranger-0', tenant: 'tenant-0', facts: { intent: 'credit' } }),
        ]),
      },
    ]);
  });

  it('gives the same result for the same sightings and secret, another id under another secret', () => {
    const ids = [SMALL.secret, SMALL.secret, SMALL.secret.map((byte) => byte ^ 1)].map((secret) => {
      const stream = observed({ secret });
      for (const request of four(PHRASE)) stream.observe(request);
      return JSON.stringify(stream.clusters());
    });
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('knows rare phrases from common ones only once it has a history, and says so', () => {
    const stream = createPhraseStream(SMALL);
    for (const request of four(PHRASE)) expect(stream.observe(request).clusters).toEqual([]);
    expect(stream.status().isLearning).toBe(true);
    expect(running().status().isLearning).toBe(false);
  });

  it('takes a trusted corpus for its history', () => {
    const stream = createPhraseStream(SMALL);
    for (const { text, isRequest } of ordinaryTraffic(1000, 1)) stream.warm({ text, isRequest });
    expect(stream.status()).toMatchObject({ warmed: 1000, observed: 0, isLearning: false });
    expect(alertedAt(stream, four(PHRASE))).toBeGreaterThan(0);
  });

  it('asks for two tenants, and for one where there is only one', () => {
    const sameTenant = four(PHRASE).map((request) => ({ ...request, tenant: 'tenant-1' }));
    expect(alertedAt(running(), sameTenant)).toBe(0);
    const alone = createPhraseStream(SMALL);
    for (const sighting of ordinaryTraffic(800, 1)) alone.observe({ ...sighting, tenant: 'tenant-1' });
    expect(alertedAt(alone, sameTenant)).toBeGreaterThan(0);
  });

  it('raises an incident within one tenant of several at twice the accounts', () => {
    const requests = Array.from({ length: 8 }, (_, index) => attack(PHRASE, index, { tenant: 'tenant-1' }));
    expect(alertedAt(running(), requests)).toBe(6);
  });

  it('keeps hashes only where texts are not to be kept', () => {
    const stream = observed({ keepText: false });
    for (const request of four(PHRASE)) stream.observe(request);
    expect(stream.clusters()).toMatchObject([{ phrase: '', variants: [], accounts: 4 }]);
    const snapshot = new TextDecoder('latin1').decode(savedBytes(stream));
    expect(snapshot).not.toContain('zephyr');
    expect(snapshot).not.toContain('stranger-');
  });

  it('reports a watched phrase from the first request on, in any spelling', () => {
    const stream = createPhraseStream(SMALL, { watch: [PHRASE, 'cf'] });
    expect(stream.observe(attack('Per our Z\u200bephyr  ARRANGEMENT', 0)).watched).toEqual([PHRASE]);
    expect(stream.observe(attack('cf', 1)).watched).toEqual(['cf']);
    expect(stream.observe({ ...attack(PHRASE, 2), isRequest: false }).watched).toEqual([]);
  });

  it.each([
    [{ secret: new Uint8Array(8) }, 'expected a secret of 16 to 1024 bytes, got 8'],
    [{ secret: new Uint8Array(16) }, 'one byte repeated'],
    [
      { accounts: 1, sketchBits: 40 },
      'expected `accounts` of 2 to 64, got 1; expected `sketchBits` of 10 to 26, got 40',
    ],
    [{ surprise: Number.NaN }, 'expected `surprise`'],
  ])('refuses options out of range: %j', (options, message) => {
    expect(() => createPhraseStream({ ...SMALL, ...options })).toThrow(message);
  });

  it('holds as much after a flood of random traffic as before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 60 }), fc.nat(50), fc.boolean()), { maxLength: 300 }),
        (flood) => {
          const stream = createPhraseStream({
            ...SMALL,
            sketchBits: 10,
            sightingBits: 6,
            notes: 64,
            candidates: 64,
            minHistory: 0,
          });
          const before = savedBytes(stream).length;
          for (const [text, who, isRequest] of flood) {
            stream.observe({ text, atMs: 0, account: `a${who}`, tenant: 't', isRequest });
          }
          expect(savedBytes(stream).length - before).toBeLessThan(64 * 400 + 64 * 64 * 220);
        },
      ),
      { seed: 1, numRuns: 20 },
    );
  });

  it('counts history in any order alike', () => {
    const past = [...ordinaryTraffic(400, 5)];
    const [forwards, backwards] = [past, past.toReversed()].map((texts) => {
      const stream = createPhraseStream({ ...SMALL, minHistory: 100 });
      for (const { text, account, tenant } of texts) stream.warm({ text, account, tenant });
      return alertedAt(stream, four(PHRASE));
    });
    expect(forwards).toBe(backwards);
  });
});
