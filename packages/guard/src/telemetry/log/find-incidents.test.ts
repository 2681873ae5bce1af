import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { TelemetryEvent } from '../telemetry-event.ts';
import { attack, logLine, ordinaryDays, SMALL } from '../testing/support-days.ts';
import { findIncidents } from './find-incidents.ts';
import { createTimeOrder } from './in-time-order.ts';
import type { LogEvent } from './log-entry.ts';
import { readActionLog } from './read-action-log.ts';

const ACTIONS = { actions: ['issue_credit'] };
const events: TelemetryEvent[] = [...ordinaryDays({ count: 1500, seed: 1 })];
for (let at = 0; at < 4; at++) events.push(attack('per our zephyr arrangement', at));
const lines = events.map(logLine);

describe('findIncidents', () => {
  it('finds the cluster in a log of conversations', async () => {
    const found = await findIncidents(readActionLog(lines, ACTIONS), SMALL);
    expect(found).toMatchObject({ faultCount: 0, undecided: [] });
    expect(found.incidents).toMatchObject([{ kind: 'phrase', accounts: 4, label: 'unknown', models: ['m-1'] }]);
    expect(found.status.observed).toBe(1504);
  });

  it('gives the same for any order of the lines', async () => {
    const [one, other] = await Promise.all(
      [lines, seededRandom(3).shuffled(lines)].map((some) => findIncidents(readActionLog(some, ACTIONS), SMALL)),
    );
    expect(other!.incidents).toEqual(one!.incidents);
  });

  it('is undecided for a bad line, naming it, and for a log that is too short', async () => {
    const found = await findIncidents(readActionLog([...lines.slice(0, 20), '{"text":'], ACTIONS), SMALL);
    expect(found.faults).toMatchObject([{ line: 21 }]);
    expect(found.undecided).toEqual([
      '1 lines could not be read or were out of order',
      'a history of 20 conversations is too short to call a phrase rare, 5000 are needed',
    ]);
  });

  it('takes an earlier corpus for its history', async () => {
    const warm = [...ordinaryDays({ count: 1000, seed: 7 })].map(({ text }) => text as string);
    const found = await findIncidents(readActionLog(lines.slice(-4), ACTIONS), { ...SMALL, warm });
    expect(found.undecided).toEqual([]);
  });
});

describe('createTimeOrder', () => {
  const entry = (atMs: number): LogEvent => ({ line: 1, event: { text: '', atMs, account: 'a', tenant: '' } });

  it('gives events in the order of their times where none is later than what is held back', () => {
    const order = createTimeOrder(3);
    const due = [5, 1, 4, 2, 7, 6, 9].map((atMs) => order.push(entry(atMs))?.event.atMs);
    expect([...due.filter((atMs) => atMs !== undefined), ...[...order.drain()].map(({ event }) => event.atMs)]).toEqual(
      [1, 2, 4, 5, 6, 7, 9],
    );
  });
});
