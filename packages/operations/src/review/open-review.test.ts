import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixedClock } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { openReview, type Review, type ReviewOptions } from './open-review.ts';
import { finishReview } from './outcome/finish-review.ts';
import { summariseReview } from './outcome/summary.ts';
import { parseVerdicts } from './outcome/verdict-file.ts';
import { examplesNeeded } from './plan.ts';
import { listItems } from './review-document.ts';
import type { Verdict } from './state/verdict.ts';
import {
  chat,
  cleanChats,
  digestOf,
  type FolderChoices,
  plantedFamily,
  withAdmitFolder,
} from './testing/admit-folder.ts';

const { finding, kept } = plantedFamily(12);
const LONE = { record: chat('lone', 'Decode this: aGVsbG8=', 'Done.'), codes: ['corpus/encoded-payload'] };
const CAPPED = { record: chat('capped', 'Again me.', 'Hello again.'), codes: ['corpus/cap-exceeded'] };
const FOLDER: FolderChoices = {
  admitted: cleanChats(400),
  quarantine: [...kept, LONE, CAPPED],
  findings: [finding],
  slice: Array.from({ length: 40 }, (_, i) => i * 10),
};

async function withReview<T>(
  use: (open: (options?: Partial<ReviewOptions>) => Promise<Review>, folder: string) => Promise<T>,
  choices: FolderChoices = FOLDER,
): Promise<T> {
  return withAdmitFolder(choices, async (folder) => {
    const opened: Review[] = [];
    try {
      return await use(async (options = {}) => {
        const base = { folder, workingDirectory: '/', reviewer: 'alice', seed: 's', clock: fixedClock(0) };
        const review = await openReview({ ...base, ...options });
        opened.push(review);
        return review;
      }, folder);
    } finally {
      for (const review of opened) await review.close();
    }
  });
}

/** Reads everything that is left, as `judge` says. */
async function readAll(review: Review, judge: (digest: string) => Verdict | Promise<Verdict>): Promise<void> {
  for (let item = review.next(); item !== undefined; item = review.next()) {
    const verdict = item.kind === 'sample' ? await judge(item.id) : 'reject';
    await review.decide(item.id, verdict, { seconds: 20, shown: item.records });
  }
}

/** A reader who sees every canary. */
const keen = (review: Review) => {
  const canaries = new Set(review.canaries.map(({ record }) => record.digest));
  return (digest: string): Verdict => (canaries.has(digest) ? 'reject' : 'keep');
};

describe('a review', () => {
  it('has all that was flagged, a sample of each stratum, and canaries that look like the sample', async () => {
    await withReview(async (open) => {
      const review = await open();
      expect(review.items.map(({ kind }) => kind).slice(0, 3)).toEqual(['family', 'flagged', 'sample']);
      expect(review.flagged).toHaveLength(13);
      expect(review.passedOver).toBe(1);
      const { slice, rest } = review.plan;
      expect([slice.population, rest.population]).toEqual([40, 360]);
      // The slice is held to a stricter goal, and so is read the more.
      expect(slice.sample / slice.population).toBeGreaterThan(rest.sample / rest.population);
      expect(review.sampled).toHaveLength(slice.sample + rest.sample);
      const sample = review.items.filter(({ kind }) => kind === 'sample');
      expect(sample).toHaveLength(review.sampled.length + review.canaries.length);
      expect(review.canaries).toHaveLength(20);
      const listed = (await listItems(review)).filter(({ kind }) => kind === 'sample');
      expect(new Set(listed.map((item) => Object.keys(item.records[0]!).join()))).toEqual(
        new Set(['digest,label,turns']),
      );
      // Canaries stand among the sample, not in front or behind.
      const canaries = new Set(review.canaries.map(({ record }) => record.digest));
      const places = sample.flatMap(({ id }, place) => (canaries.has(id) ? [place] : []));
      expect(places[0]).toBeLessThan(sample.length / 4);
      expect(places.at(-1)).toBeGreaterThan((3 * sample.length) / 4);
    });
  });

  it('measures readers by the canaries, and bounds what they left', async () => {
    await withReview(async (open) => {
      const review = await open();
      await readAll(review, keen(review));
      const { recall, bound, isComplete, sample, flagged } = summariseReview(review);
      expect(isComplete).toBe(true);
      expect(recall).toMatchObject({ canaries: 20, found: 20 });
      expect(recall.low).toBeCloseTo(0.839, 3);
      expect(bound!.fewerThan).toBeLessThanOrEqual(25);
      expect(sample).toMatchObject({ found: 0, unread: 0 });
      expect(flagged).toMatchObject({ records: 13, rejected: 13, unread: 0 });
    });
  });

  it('shows a worse bound for readers who miss canaries, and none for those who keep everything', async () => {
    await withReview(async (open) => {
      const review = await open();
      let missed = 0;
      const judge = keen(review);
      await readAll(review, (digest) => (judge(digest) === 'reject' && missed++ < 8 ? 'keep' : judge(digest)));
      const summary = summariseReview(review);
      expect(summary.recall.found).toBe(12);
      expect(summary.missed).toHaveLength(8);
      expect(summary.bound!.fewerThan).toBeGreaterThan(25);
    });
    await withReview(async (open) => {
      const review = await open();
      await readAll(review, () => 'keep');
      expect(summariseReview(review)).toMatchObject({ recall: { found: 0, low: 0 }, bound: null });
    });
  });

  it('shows no bound without canaries, and says what it would be', async () => {
    await withReview(async (open) => {
      const review = await open({ canaries: 0 });
      await readAll(review, () => 'keep');
      const { bound, boundIfNothingWasMissed } = summariseReview(review);
      expect(bound).toBeNull();
      expect(boundIfNothingWasMissed!.fewerThan).toBeLessThanOrEqual(25);
    });
  });

  it('goes on where it stopped, with the same queue whatever seed is offered', async () => {
    await withReview(async (open) => {
      const first = await open();
      const [family, lone] = first.items;
      await first.decide(family!.id, 'reject', { seconds: 60, shown: family!.records.slice(0, 3) });
      await first.close();
      const again = await open({ seed: 'another' });
      expect(again.items).toEqual(first.items);
      expect(again.next()).toEqual(lone);
      expect(again.progress()).toMatchObject({ done: 1, of: first.items.length });
      expect(await again.undo()).toEqual(family);
      expect(again.next()).toEqual(family);
    });
  });

  it('keeps verdicts where the goal is tightened: the smaller sample is part of the larger', async () => {
    await withReview(async (open) => {
      const first = await open();
      const keptIds = new Set(first.sampled.map(({ digest }) => digest));
      const stricter = await open({ reviewer: 'bob', goal: { fewerThan: 10 } });
      expect(stricter.sampled.length).toBeGreaterThan(first.sampled.length);
      const all = new Set(stricter.sampled.map(({ digest }) => digest));
      expect([...keptIds].every((digest) => all.has(digest))).toBe(true);
    });
  });

  it('takes no verdict over what was not on the screen, and asks for more before a family is kept', async () => {
    await withReview(async (open) => {
      const review = await open();
      const family = review.items[0]!;
      const shown = (count: number) => ({ seconds: 1, shown: family.records.slice(0, count) });
      await expect(review.decide(family.id, 'reject', shown(2))).rejects.toMatchObject({
        code: 'review/too-few-shown',
      });
      const strangers = { seconds: 1, shown: ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] };
      await expect(review.decide(family.id, 'reject', strangers)).rejects.toMatchObject({
        code: 'review/too-few-shown',
      });
      expect(examplesNeeded(family, 'keep')).toBeGreaterThan(examplesNeeded(family, 'reject'));
      await expect(review.decide(family.id, 'keep', shown(3))).rejects.toMatchObject({ code: 'review/too-few-shown' });
      await expect(review.decide('nothing', 'keep', shown(3))).rejects.toMatchObject({ code: 'review/unknown-item' });
      await review.decide(family.id, 'keep', shown(12));
    });
  });

  it('is shared: what one has read the other need not, and a second reader gets what was unsure', async () => {
    await withReview(async (open) => {
      const alice = await open();
      const [family, lone] = alice.items;
      await alice.decide(family!.id, 'unsure', { seconds: 9, shown: family!.records });
      await alice.close();
      const bob = await open({ reviewer: 'bob' });
      expect(bob.next()).toEqual(lone);
      await bob.close();
      const second = await open({ reviewer: 'bob', second: true });
      expect(second.next()).toEqual(family);
      await second.decide(family!.id, 'reject', { seconds: 9, shown: family!.records });
      expect(second.next()).toBeUndefined();
      expect(second.verdicts().get(family!.records[0]!)!.verdict).toBe('reject');
      expect(second.readers()).toEqual(['alice', 'bob']);
    });
  });

  it('leaves files without canaries, the same whoever writes them', async () => {
    await withReview(async (open, folder) => {
      const review = await open();
      await readAll(review, keen(review));
      const finished = await finishReview(review);
      const [records, evidence] = [
        await readFile(join(folder, 'reviewed.jsonl'), 'utf8'),
        await readFile(finished.verdicts.path),
      ];
      const parsed = parseVerdicts(evidence);
      expect(finished.outOfScope).toEqual([]);
      expect(finished.reviewed.records).toBe(13 + review.sampled.length);
      expect(records.split('\n')).toHaveLength(finished.reviewed.records + 1);
      for (const { record } of review.canaries) {
        expect(parsed.verdicts.has(record.digest)).toBe(false);
        expect(evidence.toString()).not.toContain(record.digest);
      }
      expect(parsed).toMatchObject({
        corpus: review.corpus,
        quarantine: review.quarantine,
        ...(finished.summary && {
          bound: finished.summary.bound,
          recall: finished.summary.recall,
          sample: finished.summary.sample,
        }),
      });
      expect(parsed.verdicts.get(digestOf(LONE.record))).toEqual({ verdict: 'reject', codes: LONE.codes });
      expect(parsed.verdicts.get(review.sampled[0]!.digest)).toEqual({ verdict: 'keep', codes: [] });
      expect(parsed.verdicts.has(digestOf(CAPPED.record))).toBe(false);
      await review.close();
      const other = await open({ reviewer: 'zoe' });
      expect((await finishReview(other)).verdicts.sha256).toBe(finished.verdicts.sha256);
    });
  });

  it('reads what rules kept out only where that is asked for', async () => {
    await withReview(async (open) => {
      const review = await open({ all: true });
      expect(review.items.map(({ id }) => id)).toContain(digestOf(CAPPED.record));
    });
  });

  it('shows a record that is none as JSON, and keeps it out of the scope', async () => {
    const odd = { record: { anything: ['\u001b[2J', 1] }, codes: ['corpus/unreadable'] };
    await withReview(
      async (open) => {
        const review = await open({ canaries: 0 });
        const shown = await review.load(digestOf(odd.record));
        expect(shown).toMatchObject({ isWhole: false, raw: '{"anything":["\\u001b[2J",1]}' });
        await readAll(review, () => 'keep');
        expect(await finishReview(review)).toMatchObject({ outOfScope: [digestOf(odd.record)] });
      },
      { admitted: cleanChats(5), quarantine: [odd] },
    );
  });

  it.each([
    [
      'another quarantine record than its digest',
      '{"codes":[],"digest":"'.concat('a'.repeat(64), '","findings":[],"record":{},"recordId":"x","slice":false}'),
    ],
    ['a line that is not JSON', '{"codes":'],
    [
      'codes that are no list',
      `{"codes":"x","digest":"${'a'.repeat(64)}","findings":[],"record":{},"recordId":"x","slice":false}`,
    ],
  ])('refuses %s', async (_, line) => {
    const { appendFile } = await import('node:fs/promises');
    await withReview(async (open, folder) => {
      await appendFile(join(folder, 'quarantine.jsonl'), `${line}\n`);
      await expect(open()).rejects.toMatchObject({ code: 'review/malformed' });
    });
  });

  it('refuses a folder that is none of an admission, a name that leaves it, and a looser goal', async () => {
    await expect(
      openReview({ folder: '/nowhere', workingDirectory: '/', reviewer: 'a', seed: 's' }),
    ).rejects.toMatchObject({
      code: 'review/no-admission',
    });
    await withReview(async (open) => {
      await expect(open({ reviewer: '../alice' })).rejects.toMatchObject({ code: 'review/bad-reviewer' });
      const review = {
        trusted: [],
        failOn: 'high',
        flagged: 'all',
        sample: { fewerThan: 20, confidence: 0.95 },
      } as const;
      const project = { model: { corpus: { review } } } as unknown as ReviewOptions['project'];
      await expect(open({ project, goal: { fewerThan: 25 } })).rejects.toMatchObject({ code: 'review/loosens' });
      await expect(open({ project, goal: { confidence: 0.9 } })).rejects.toMatchObject({ code: 'review/loosens' });
      expect((await open({ project, goal: { confidence: 0.99 } })).goal).toEqual({ fewerThan: 20, confidence: 0.99 });
    });
  });
});
