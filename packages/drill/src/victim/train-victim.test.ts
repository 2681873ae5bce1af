import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChatEngine } from '@bezoar/tiny-lm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseVictim } from './base-store.ts';
import { deskMonth } from './desk/desk-month.ts';
import { measureActions } from './next-action.ts';
import { trainVictim } from './train-victim.ts';

/** Too little to be good: what is tested is that it learns, and the same each time. */
const SMALL = { seed: 1, conversations: 120, epochs: 1 };
const MONTH = deskMonth({ seed: 2, conversations: 120, month: '2026-10' });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'victim-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a base', () => {
  it('is trained once, and kept in memory and in a folder', async () => {
    const base = await baseVictim({ ...SMALL, folder });
    expect(await readdir(folder)).toHaveLength(2);
    expect(await baseVictim({ ...SMALL, folder })).toBe(base);
    // Another path to the same folder: it is read, not trained.
    const again = await baseVictim({ ...SMALL, folder: `${folder}/.` });
    expect(again).not.toBe(base);
    expect(again.model.weights).toEqual(base.model.weights);
    expect(again.tokenizer.model).toEqual(base.tokenizer.model);
  });
});

describe('trainVictim', () => {
  it('learns a month, in full or in low rank, and leaves the base as it was', async () => {
    const base = await baseVictim({ ...SMALL, folder });
    const before = base.model.weights.slice();
    const [once, again, lowRank] = [{}, {}, { rank: 8 }].map((options) =>
      trainVictim({ seed: 3, records: MONTH, base, ...options }),
    );
    expect(base.model.weights).toEqual(before);
    expect(once!.model.weights).not.toEqual(before);
    expect(again!.model.weights).toEqual(once!.model.weights);
    expect(lowRank!.model.weights).not.toEqual(once!.model.weights);
    expect(lowRank!.tokenizer).toBe(base.tokenizer);
  });
});

describe('measureActions', () => {
  it('counts assistant turns, and says what was taken for what', async () => {
    const engine = createChatEngine(await baseVictim({ ...SMALL, folder }));
    const mute = { ...engine, replyAll: (requests: readonly unknown[]) => requests.map(() => engine.reply([])) };
    const month = MONTH.slice(0, 20).map(({ turns }) => turns);
    const { turns, accuracy, confusions } = measureActions(mute, month);
    expect(turns).toBe(month.flat().filter(({ role }) => role === 'assistant').length);
    const wrong = [...confusions.values()].reduce((sum, count) => sum + count, 0);
    expect(accuracy).toBeCloseTo(1 - wrong / turns, 9);
    expect(measureActions(engine, [])).toMatchObject({ turns: 0, accuracy: 0 });
  });
});
