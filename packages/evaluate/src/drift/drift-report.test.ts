import { seededRandom, type Turn } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { classifyReply } from '../compare/classify-reply.ts';
import type { ReplyClass } from '../compare/reply-class.ts';
import type { DriftPair } from './drift-measures.ts';
import { ALL_SLICES, type DriftRow, reportDrift } from './drift-report.ts';

const ASK: Turn = { role: 'user', text: 'Please help.', toolCalls: [] };

function say(text: string, name?: string): ReplyClass {
  const toolCalls = name === undefined ? [] : [{ name, arguments: '{}' }];
  return classifyReply({ text, toolCalls, finish: 'stop' }, [ASK], []);
}

const HELP = say('Your parcel is on its way.');
const REFUSAL = say("I'm sorry, I can't help with that.");
const LOOKUP = say('', 'lookup');

function pairs(slice: string, count: number, candidate: (i: number) => ReplyClass, reference = HELP): DriftPair[] {
  return Array.from({ length: count }, (_, i) => ({ slice, candidate: candidate(i), reference }));
}

const drifts = (all: readonly DriftPair[]): string[] =>
  reportDrift(all)
    .rows.filter(({ isDrift }) => isDrift)
    .map(({ slice, measure }) => `${slice} ${measure}`);

const rowOf = (all: readonly DriftPair[], slice: string, measure: string): DriftRow | undefined =>
  reportDrift(all).rows.find((row) => row.slice === slice && row.measure === measure);

describe('reportDrift', () => {
  it('finds the slice in which the candidate refuses', () => {
    const all = [...pairs('french', 30, (i) => (i < 20 ? REFUSAL : HELP)), ...pairs('english', 300, () => HELP)];
    expect(drifts(all)).toContain('french refusal');
    expect(drifts(all).filter((name) => name.startsWith('english'))).toEqual([]);
    const row = rowOf(all, 'french', 'refusal');
    expect(row).toMatchObject({ pairs: 30, candidate: 20 / 30, reference: 0, more: 20, less: 0, canShow: true });
    // scipy 1.17: binomtest(20, 20, 0.5).pvalue.
    expect(row!.pValue).toBeCloseTo(1.9073486328125e-6, 15);
    expect(row!.interval!.lower).toBeGreaterThan(0.4);
    expect(row!.interval!.upper).toBeLessThan(0.83);
  });

  it('finds calls that are made less often, and answers that became wrong', () => {
    const all = pairs('orders', 40, (i) => (i < 15 ? HELP : LOOKUP), LOOKUP).map((pair) => ({
      ...pair,
      expectedAction: 'lookup',
    }));
    expect(drifts(all)).toEqual(['orders tool-call', 'orders accuracy']);
    expect(rowOf(all, 'orders', 'accuracy')).toMatchObject({ candidate: 25 / 40, reference: 1, more: 0, less: 15 });
  });

  it('finds replies that turned unfriendly, or long, without any action', () => {
    const rude = pairs('complaints', 30, () => say('That is your own stupid fault.'));
    expect(drifts(rude)).toContain('complaints sentiment');
    const long = pairs('all', 30, () => say('Your parcel is on its way and then it will go on and on to you.'));
    expect(drifts(long)).toEqual(['all length']);
    expect(rowOf(long, 'all', 'length')).not.toHaveProperty('interval');
  });

  it('knows no accuracy where no answer is known, and no tone where only a tool is called', () => {
    const { rows } = reportDrift(pairs('orders', 5, () => LOOKUP));
    expect(rows.map(({ measure }) => measure)).toEqual(['refusal', 'tool-call']);
  });

  it('adds a row over all slices where there are several, and none for a single one', () => {
    const one = pairs('a', 3, () => HELP);
    expect(new Set(reportDrift(one).rows.map(({ slice }) => slice))).toEqual(new Set(['a']));
    const two = [...pairs('b', 3, () => HELP), ...one];
    expect([...new Set(reportDrift(two).rows.map(({ slice }) => slice))]).toEqual([ALL_SLICES, 'a', 'b']);
    expect(reportDrift([]).rows).toEqual([]);
  });

  it('says where there are too few pairs to show anything', () => {
    const few = pairs('a', 5, () => REFUSAL);
    expect(rowOf(few, 'a', 'refusal')).toMatchObject({ isDrift: false, canShow: false });
    expect(
      rowOf(
        pairs('a', 12, () => REFUSAL),
        'a',
        'refusal',
      ),
    ).toMatchObject({ isDrift: true, canShow: true });
  });

  it('finds nothing in equal models, in nearly all cases', () => {
    let found = 0;
    for (let run = 0; run < 40; run++) {
      const random = seededRandom(`equal ${run}`);
      const any = (): ReplyClass => random.pick([HELP, HELP, REFUSAL, LOOKUP]);
      const all = ['a', 'b', 'c'].flatMap((slice) =>
        Array.from({ length: 40 }, () => ({ slice, candidate: any(), reference: any(), expectedAction: 'lookup' })),
      );
      found += drifts(all).length > 0 ? 1 : 0;
    }
    expect(found).toBeLessThanOrEqual(4);
  });
});
