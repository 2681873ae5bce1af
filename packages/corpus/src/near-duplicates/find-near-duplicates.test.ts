import { type Random, seededRandom, sha256 } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTENT_SIMILARITY,
  DUPLICATE_SIMILARITY,
  MIN_SHINGLES,
  type NearDuplicates,
  type RecordFamilies,
} from './find-near-duplicates.ts';
import { naiveShingles, naiveSimilarity, type SampleText, searchTexts, setSimilarity } from './testing/text-columns.ts';

const LETTERS = 'abcdefghijklmnop';
const wordOf = (n: number): string => `${LETTERS[n & 15]}${LETTERS[(n >> 4) & 15]}${LETTERS[(n >> 8) & 15]}z`;
const anyWord = (random: Random): string => wordOf(random.integer(3000));
const text = (random: Random, words: number): string => Array.from({ length: words }, () => anyWord(random)).join(' ');
const edited = (random: Random, original: string, share: number): string =>
  original
    .split(' ')
    .map((word) => (random.next() < share ? anyWord(random) : word))
    .join(' ');

/** Records with planted copies of all degrees. */
function corpus(seed: number, size: number): SampleText[] {
  const random = seededRandom(seed);
  const samples: SampleText[] = [];
  while (samples.length < size) {
    const original = text(random, 5 + random.integer(60));
    samples.push({ prompt: original });
    for (let copies = random.integer(4); copies > 0; copies--) {
      samples.push({
        prompt: edited(random, original, 0.12 * random.next()),
        reply: random.next() < 0.2 ? 'thank you' : '',
      });
    }
  }
  return random.shuffled(samples);
}

/** What must hold of every result: leaders lead themselves, and members are as alike to them as is said. */
function checkFamilies(samples: readonly SampleText[], families: RecordFamilies): void {
  const seen = new Map<number, number>();
  for (const [record, leader] of families.leaders.entries()) {
    if (leader < 0) {
      expect(families.familyOf[record]).toBe(-1);
      continue;
    }
    expect(families.leaders[leader]).toBe(leader);
    const similarity = naiveSimilarity(samples[record]!, samples[leader]!);
    expect(similarity).toBeGreaterThanOrEqual(families.threshold);
    expect(families.similarities[record]).toBeCloseTo(similarity, 5);
    if (leader !== record) expect(families.familyOf[record]).toBeGreaterThanOrEqual(0);
    expect(families.familyOf[record]).toBe(families.familyOf[leader]);
    seen.set(families.familyOf[record]!, leader);
  }
  seen.delete(-1);
  expect(seen.size).toBe(families.familyCount);
}

/** Families as sorted digests of their texts, which do not depend on numbers. */
function asTexts(samples: readonly SampleText[], families: RecordFamilies): string[] {
  return Array.from(families.leaders, (leader, record) => {
    const textOf = (at: number): string => JSON.stringify([samples[at]!.prompt, samples[at]!.reply ?? '']);
    return sha256(leader < 0 ? textOf(record) : `${textOf(record)} -> ${textOf(leader)}`);
  }).sort();
}

describe('findNearDuplicates', () => {
  it('only joins records to a leader whose exact similarity reaches the threshold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1e6), async (seed) => {
        const samples = corpus(seed, 60);
        const found = await searchTexts(samples);
        checkFamilies(samples, found.duplicates);
        checkFamilies(samples, found.content);
        expect(found.duplicates.undecided).toHaveLength(0);
      }),
      { seed: 1, numRuns: 8 },
    );
  });

  it('gives the same families whatever the order of the input', async () => {
    const samples = corpus(3, 300);
    const shuffled = seededRandom('other order').shuffled(samples);
    const [a, b] = [await searchTexts(samples), await searchTexts(shuffled)];
    expect(asTexts(shuffled, b.duplicates)).toEqual(asTexts(samples, a.duplicates));
    expect(asTexts(shuffled, b.content)).toEqual(asTexts(samples, a.content));
  });

  it('leaves no two leaders as alike as duplicates, against comparing all pairs', async () => {
    const samples = corpus(11, 400);
    const { duplicates, content } = await searchTexts(samples);
    const shingles = samples.map(naiveShingles);
    const missed = (families: RecordFamilies): number => {
      const heads = [...samples.keys()].filter(
        (record) => families.leaders[record] === record && shingles[record]!.size >= MIN_SHINGLES,
      );
      return heads.flatMap((a, i) =>
        heads.slice(0, i).filter((b) => setSimilarity(shingles[a]!, shingles[b]!) >= families.threshold),
      ).length;
    };
    expect(missed(duplicates)).toBe(0);
    // One in thirty at 0.6, by the theory of the bands.
    expect(missed(content)).toBeLessThanOrEqual(2);
    expect(content.familyCount).toBeGreaterThan(50);
  });

  it('passes likeness on through nobody: the ends of a chain stay apart', async () => {
    const random = seededRandom('chain');
    const words = text(random, 100).split(' ');
    const samples: SampleText[] = [{ prompt: words.join(' ') }];
    for (let link = 0; link < 12; link++) {
      for (let i = link * 8; i < link * 8 + 3; i++) words[i] = anyWord(random);
      samples.push({ prompt: words.join(' ') });
    }
    expect(naiveSimilarity(samples[0]!, samples[1]!)).toBeGreaterThan(DUPLICATE_SIMILARITY);
    expect(naiveSimilarity(samples[0]!, samples[12]!)).toBeLessThan(0.3);
    const found = await searchTexts(samples);
    checkFamilies(samples, found.duplicates);
    expect(found.duplicates.familyOf[0]).not.toBe(found.duplicates.familyOf[12]);
    expect(found.content.familyOf[0]).not.toBe(found.content.familyOf[12]);
  });

  it('always keeps one of each family, however many are identical', async () => {
    const random = seededRandom('flood');
    const flood = text(random, 40);
    const samples = [...Array.from({ length: 1500 }, () => ({ prompt: flood })), { prompt: text(random, 40) }];
    const { duplicates, content } = await searchTexts(samples);
    for (const families of [duplicates, content]) {
      expect(families.familyCount).toBe(1);
      expect(new Set(families.leaders).size).toBe(2);
      expect(families.similarities.every((similarity) => similarity === 1)).toBe(true);
      expect(families.undecided).toHaveLength(0);
    }
  });

  it('joins short records only where they are identical, and never as the same content', async () => {
    const samples = [
      { prompt: 'thank you so much' },
      { prompt: 'thank you so much' },
      { prompt: 'thank you so very much' },
      { prompt: 'ok' },
      { prompt: 'ok' },
      { prompt: 'bye' },
    ];
    const { duplicates, content } = await searchTexts(samples);
    const [a, b, c, d, e, f] = duplicates.familyOf;
    expect(a).toBe(b);
    expect(d).toBe(e);
    expect(new Set([a, c, d, f]).size).toBe(3);
    expect([c, f]).toEqual([-1, -1]);
    expect(content.familyCount).toBe(0);
    expect([...content.leaders]).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  it('says that records without words are nothing, and takes none away', async () => {
    const { duplicates } = await searchTexts([{ prompt: '' }, { prompt: '' }, { prompt: '!?' }]);
    expect([...duplicates.leaders]).toEqual([-1, -1, -1]);
    expect(duplicates.familyCount).toBe(0);
  });

  it('reads records as long as records may be', async () => {
    const random = seededRandom('long');
    const long = text(random, 65_000);
    const samples = [{ prompt: long }, { prompt: edited(random, long, 0.02) }, { prompt: text(random, 65_000) }];
    const { duplicates } = await searchTexts(samples);
    checkFamilies(samples, duplicates);
    expect(duplicates.familyOf[0]).toBe(duplicates.familyOf[1]);
    expect(duplicates.familyOf[2]).toBe(-1);
  });

  it('bounds the work on a template that all records share, and says which records it did not decide', async () => {
    const random = seededRandom('template');
    const template = text(random, 60);
    // Likeness about 0.55: every two records share bands, and none are the same content.
    const samples = Array.from({ length: 700 }, () => ({ prompt: `${template}\n${text(random, 24)}` }));
    const found: NearDuplicates = await searchTexts(samples);
    expect(found.content.undecided.length).toBeGreaterThan(0);
    for (const record of found.content.undecided) expect(found.content.leaders[record]).toBe(record);
    checkFamilies(samples, found.content);
  });

  it('takes thresholds, and stops when it is told to', async () => {
    const random = seededRandom('options');
    const original = text(random, 60);
    const samples = [{ prompt: original }, { prompt: edited(random, original, 0.1) }];
    const similarity = naiveSimilarity(samples[0]!, samples[1]!);
    expect(similarity).toBeGreaterThan(CONTENT_SIMILARITY - 0.2);
    const loose = await searchTexts(samples, { duplicateSimilarity: similarity, contentSimilarity: similarity });
    expect(loose.duplicates.familyCount).toBe(1);
    const strict = await searchTexts(samples, { contentSimilarity: similarity + 0.01, duplicateSimilarity: 1 });
    expect(strict.content.familyCount).toBe(0);
    await expect(searchTexts(samples, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it('takes an empty corpus', async () => {
    const { duplicates } = await searchTexts([]);
    expect(duplicates).toMatchObject({ familyCount: 0, leaders: new Int32Array(0) });
  });
});
