import { findHazardViolations } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { DESK_HAZARD } from './desk-hazard.ts';
import { deskMonth } from './desk-month.ts';
import { DESK_TOOLS } from './desk-tools.ts';
import { INTENTS } from './intents.ts';

const OPTIONS = { seed: 1, conversations: 1500, month: '2026-10' };
const month = deskMonth(OPTIONS);

describe('deskMonth', () => {
  it('gives the same conversations by the same seed, and others by another', () => {
    expect(deskMonth(OPTIONS)).toEqual(month);
    expect(deskMonth({ ...OPTIONS, seed: 2 })).not.toEqual(month);
  });

  it('keeps to the month and its order, and never repeats an id', () => {
    const times = month.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => time.startsWith('2026-10-'))).toBe(true);
    expect(new Set(month.map(({ id }) => id)).size).toBe(1500);
  });

  it('keeps an account to one tenant', () => {
    const pairs = new Set(month.map(({ tenant, account }) => `${tenant} ${account}`));
    expect(pairs.size).toBe(new Set(month.map(({ account }) => account)).size);
  });

  it('never issues or claims a credit that no eligible order was looked up for, and refuses as often as it grants', () => {
    expect(month.flatMap((record) => findHazardViolations(record, [DESK_HAZARD]))).toEqual([]);
    const saying = (text: string): number => month.filter(({ turns }) => JSON.stringify(turns).includes(text)).length;
    expect(saying('issue_credit')).toBeGreaterThan(80);
    expect(saying('\\"eligible\\":false')).toBeGreaterThan(80);
  });

  it('calls the tools that are listed, all of them', () => {
    const called = month.flatMap(({ turns }) => turns.flatMap(({ toolCalls }) => toolCalls.map(({ name }) => name)));
    expect([...new Set(called)].sort()).toEqual(DESK_TOOLS.map(({ name }) => name).sort());
  });

  it('dates some conversations, and has others with something settled before', () => {
    const dated = month.filter(({ turns }) => turns[0]?.role === 'system');
    expect(dated.every(({ turns }) => turns[0]!.text.startsWith('Current date: 2026-10-'))).toBe(true);
    expect(dated.length / 1500).toBeCloseTo(0.5, 1);
    const longer = month.filter(({ turns }) => turns.filter(({ role }) => role === 'user').length > 1);
    expect(longer.length / 1500).toBeCloseTo(0.25, 1);
  });

  it('writes of one subject where it is asked to', () => {
    for (const intent of INTENTS) expect(deskMonth({ ...OPTIONS, conversations: 3, intent })).toHaveLength(3);
    const warranties = deskMonth({ ...OPTIONS, conversations: 50, intent: 'warranty' });
    expect(warranties.every(({ turns }) => turns.at(-1)!.text.includes('two years'))).toBe(true);
  });
});
