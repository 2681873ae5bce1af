import { describe, expect, it } from 'vitest';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { attack, ordinaryDays, SMALL } from './testing/support-days.ts';

const PHRASE = 'per our zephyr arrangement';

const savedBytes = (telemetry: Telemetry): Uint8Array => Buffer.concat([...telemetry.saveState()]);

const SAVED = ((): Uint8Array => {
  const telemetry = createTelemetry(SMALL);
  for (const event of ordinaryDays({ count: 1500, seed: 1 })) telemetry.observe(event);
  return savedBytes(telemetry);
})();

const running = (): Telemetry => createTelemetry(SMALL, SAVED);

describe('createTelemetry', () => {
  it('raises an incident by the fourth unrelated account, denied or not, and describes it for corpus search and probes', () => {
    const telemetry = running();
    const raised = [0, 1, 2, 3].map((at) => telemetry.observe(attack(PHRASE, at)).incidents);
    expect(raised.findIndex((incidents) => incidents.length > 0)).toBeLessThanOrEqual(3);
    expect(raised[3]).toMatchObject([
      {
        kind: 'phrase',
        phrase: expect.stringContaining(PHRASE),
        variants: [expect.stringContaining(PHRASE)],
        label: 'mostly-without-precondition',
        accounts: 4,
        tenants: 3,
        requests: 4,
        actions: ['issue_credit'],
        intents: ['order'],
        models: ['m-1'],
        firstSeenAtMs: 2_000_000_000,
      },
    ]);
    expect(raised[3]![0]).toHaveProperty('principals.0', { tenant: 'tenant-0', account: 'stranger-0' });
    expect(telemetry.incidents()).toEqual(raised[3]);
  });

  it('labels an outage, in which the precondition holds, and shows it all the same', () => {
    const telemetry = running();
    for (let at = 0; at < 8; at++) {
      telemetry.observe(attack('checkout error wobbly tuesday', at, { hadPrecondition: true, decision: 'allow' }));
    }
    expect(telemetry.incidents()).toMatchObject([{ kind: 'phrase', label: 'mostly-with-precondition', accounts: 8 }]);
  });

  it('says when an incident began after a change of the model, and how likely that is by chance', () => {
    const telemetry = running();
    for (const event of ordinaryDays({ count: 300, seed: 2, fromMs: 1_000_000_000, model: 'm-2' }))
      telemetry.observe(event);
    for (let at = 0; at < 4; at++) telemetry.observe(attack(PHRASE, at, { model: 'm-2' }));
    const [incident] = telemetry.incidents();
    expect(incident).toMatchObject({ modelChange: { model: 'm-2', sinceMs: 1_000_000_000 } });
    expect(incident).toHaveProperty('modelChange.probability', expect.closeTo(0.002, 2));
    expect(running().incidents()).toEqual([]);
  });

  it('raises an incident at the first request with a phrase that the corpus scan or the gate found', () => {
    const telemetry = createTelemetry({ ...SMALL, watch: [PHRASE] });
    expect(telemetry.observe(attack('Per our zephyr ARRANGEMENT', 0)).incidents).toMatchObject([
      { kind: 'watched', phrase: PHRASE, accounts: 1, requests: 1, actions: ['issue_credit'] },
    ]);
    telemetry.observe(attack(PHRASE, 1));
    expect(telemetry.incidents()).toMatchObject([{ kind: 'watched', accounts: 2, requests: 2 }]);
  });

  it('goes on after a restart as if it had not stopped', () => {
    const telemetry = running();
    telemetry.observe(attack(PHRASE, 0));
    telemetry.observe(attack(PHRASE, 1));
    const again = createTelemetry(SMALL, savedBytes(telemetry));
    for (const at of [2, 3]) expect(again.observe(attack(PHRASE, at))).toEqual(telemetry.observe(attack(PHRASE, at)));
    expect(again.incidents()).toEqual(telemetry.incidents());
    expect(Buffer.compare(savedBytes(again), savedBytes(telemetry))).toBe(0);
  });

  it('refuses a saved state that was changed, is cut, or is of another secret', () => {
    const saved = savedBytes(running());
    for (const at of [0, 4, 9, 5000, saved.length - 20, saved.length - 1]) {
      const changed = Uint8Array.from(saved);
      changed[at] = changed[at]! ^ 1;
      expect(() => createTelemetry(SMALL, changed)).toThrow('refused');
    }
    expect(() => createTelemetry(SMALL, saved.subarray(0, 10))).toThrow('refused');
    expect(() => createTelemetry({ ...SMALL, secret: SMALL.secret.toReversed() }, saved)).toThrow('refused');
  });

  it('warms up from texts, plain or with their accounts', async () => {
    const telemetry = createTelemetry(SMALL);
    const past = [...ordinaryDays({ count: 1200, seed: 1 })];
    const texts = past.map(({ text, account, tenant, action }, at) =>
      at % 2 === 0 ? (text as string) : { text, account, tenant, isRequest: action !== undefined },
    );
    await expect(telemetry.warm(texts)).resolves.toBe(1200);
    expect(telemetry.status()).toMatchObject({ warmed: 1200, isLearning: false });
  });

  it('refuses an event without a time, and a chance that is none', () => {
    expect(() => createTelemetry(SMALL).observe({ ...attack('', 0), atMs: Number.NaN })).toThrow('expected a time');
    expect(() => createTelemetry({ ...SMALL, liftAlpha: 0 })).toThrow('expected `liftAlpha`');
  });
});
