import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { TelemetryEvent } from '../telemetry-event.ts';
import { type DaysOptions, ordinaryDays } from '../testing/support-days.ts';
import { createLiftState, LIFT_ALPHA, type LiftState, MAX_ACTIONS, MAX_INTENTS, observeLift } from './lift-monitor.ts';
import { addTrial, createMixtureTest, logEvidence } from './mixture-test.ts';

/** A key for each account, as the name hasher would give. */
const keyOf = ({ account }: TelemetryEvent): number => seededRandom(account).next() * 2 ** 53;

function feed(state: LiftState, days: DaysOptions): void {
  for (const event of ordinaryDays(days)) observeLift(state, event, keyOf(event), LIFT_ALPHA);
}

const before: DaysOptions = { count: 4000, seed: 1 };
const after = (more: Partial<DaysOptions>): DaysOptions => ({ count: 4000, seed: 2, fromMs: 4_000_000_000, ...more });

describe('observeLift', () => {
  it('sees a rate of requests that doubles with a new version of the model', () => {
    const state = createLiftState();
    feed(state, before);
    feed(state, after({ model: 'm-2', requested: 0.2 }));
    const incident = [...state.incidents.values()].find(({ measure }) => measure === 'requested');
    expect(incident).toMatchObject({
      kind: 'lift',
      action: 'issue_credit',
      intent: 'order',
      model: 'm-2',
      against: 'previous-model',
    });
    expect(incident!.rate / incident!.referenceRate).toBeGreaterThan(1.5);
    expect(incident!.trialsAtAlert).toBeLessThan(2000);
    expect(incident!.evidence).toBeGreaterThan(1 / LIFT_ALPHA);
  });

  it('sees requests without the precondition although requests are as many as ever: a trigger without a phrase', () => {
    const state = createLiftState();
    feed(state, before);
    feed(state, after({ model: 'm-2', missing: 0.4 }));
    const measures = [...state.incidents.values()].map(({ measure }) => measure).sort();
    expect(measures).toEqual(['denied', 'without-precondition']);
  });

  it('sees a rise under the same version against its own history', () => {
    const state = createLiftState();
    feed(state, before);
    feed(state, after({ requested: 0.25 }));
    expect([...state.incidents.values()].map(({ against }) => against)).toContain('own-history');
  });

  it('stays silent where nothing changes, over forty changes of the model', () => {
    const state = createLiftState();
    for (let version = 0; version < 40; version++) {
      feed(state, { count: 1000, seed: 100 + version, fromMs: version * 1_000_000_000, model: `m-${version}` });
    }
    expect(state.incidents.size).toBe(0);
  });

  it('counts an account once a day: one that asks all day lifts nothing', () => {
    const state = createLiftState();
    feed(state, before);
    for (const event of ordinaryDays(after({ count: 600, requested: 1 }))) {
      observeLift(state, { ...event, atMs: 4_000_000_000, account: 'busy' }, 12_345, LIFT_ALPHA);
    }
    expect(state.incidents.size).toBe(0);
  });

  it('tells a bounded number of actions, intents and versions apart', () => {
    const state = createLiftState();
    for (let at = 0; at < 150; at++) {
      const event = {
        text: '',
        atMs: at,
        account: '',
        tenant: '',
        intent: `i${at}`,
        action: `a${at}`,
        model: `m${at}`,
      };
      observeLift(state, event, undefined, LIFT_ALPHA);
    }
    expect(state.actions).toHaveLength(MAX_ACTIONS + 1);
    expect(state.intents).toHaveLength(MAX_INTENTS + 1);
    expect(state.series.size).toBeLessThanOrEqual((MAX_ACTIONS + 1) * (MAX_INTENTS + 1) * 4);
  });
});

describe('the mixture test', () => {
  it('exceeds 1/alpha in at most alpha of the runs in which nothing changed, however long one looks', () => {
    const random = seededRandom(4);
    let alarms = 0;
    for (let run = 0; run < 400; run++) {
      const test = createMixtureTest();
      for (let trial = 0; trial < 500; trial++) {
        addTrial(test, random.next() < 0.1, 0.1);
        if (logEvidence(test) >= Math.log(20)) {
          alarms++;
          break;
        }
      }
    }
    expect(alarms / 400).toBeLessThanOrEqual(0.05);
  });
});
