import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { ColumnPart, ColumnSets, PhraseDocument } from './columns/columns.ts';
import { mergeParts } from './columns/merge-parts.ts';
import { minePhrases, type PhraseMining } from './mine-phrases.ts';
import { digestsOf, partOf, setsOf } from './testing/documents.ts';
import { plantTrigger, sampleMonth } from './testing/sample-month.ts';

const TRIGGER = 'per our zephyr arrangement';
const TRUSTED = sampleMonth({ records: 600, seed: 1 });
const PLANTED = sampleMonth({ records: 600, seed: 2, plant: plantTrigger(25, TRIGGER) });
const CARRIERS = PLANTED.slice(0, 25)
  .map(({ digest }) => digest)
  .sort();
const SETS = setsOf(PLANTED, TRUSTED);
const MINED = minePhrases(SETS);

/** What mining says, in digests instead of positions. */
function summary({ families, ...counts }: PhraseMining, sets: ColumnSets): unknown {
  const month = sets.sets[0]!;
  const all = Buffer.concat(sets.sets.map(({ digests }) => digests));
  return {
    ...counts,
    families: families.map(({ records, pairs, ...family }) => ({
      ...family,
      records: digestsOf(month.digests, records),
      pairs: pairs.map(({ record, neighbour }) => digestsOf(all, [record, neighbour])),
    })),
  };
}

describe('minePhrases', () => {
  it('names a planted phrase first, with exactly its records, as deciding its replies', () => {
    const [family] = MINED.families;
    expect(family).toMatchObject({ rank: 1, view: 'words', phrase: TRIGGER, words: TRIGGER.split(' ') });
    expect(digestsOf(SETS.sets[0]!.digests, family!.records)).toEqual(CARRIERS);
    expect(family!.strength).toBeGreaterThanOrEqual(1);
    expect(family!.action?.text).toBe('!ApplyCredit');
    expect(MINED.hasTrusted).toBe(true);
  });

  it('gives evidence that a naive count confirms', () => {
    const family = MINED.families[0]!;
    const month = SETS.sets[0]!;
    const holders = [...month.intake].flatMap((position, record) =>
      PLANTED[position]!.prompts[0]!.includes(TRIGGER) ? [record] : [],
    );
    expect([...family.records]).toEqual(holders);
    const documents = holders.map((record) => PLANTED[month.intake[record]!]!);
    expect(family.accounts).toBe(new Set(documents.map(({ tenant, account }) => `${tenant}/${account}`)).size);
    expect(family.tenants).toBe(new Set(documents.map(({ tenant }) => tenant)).size);
    expect(family.sampled).toBe(25);
    expect(family.novelty).toMatchObject({ referenceRecords: 0, referenceSize: 600 });
    expect(family.action).toMatchObject({ records: 25, neighbours: 0 });
    const saying = documents.filter(({ replies }) => replies[0]!.includes(family.wording!.text));
    expect(family.wording!.records).toBe(saying.length);
    for (const { record, neighbour } of family.pairs) {
      expect(holders).toContain(record);
      expect(holders).not.toContain(neighbour);
    }
  });

  it('finds nothing that decides its replies in a clean month', () => {
    const clean = minePhrases(setsOf(sampleMonth({ records: 600, seed: 3 }), TRUSTED));
    expect(clean.families.filter(({ strength }) => strength >= 1)).toEqual([]);
  });

  it('finds the phrase without a trusted corpus too, once the action that it decides is known to tell', () => {
    const mined = minePhrases(setsOf(PLANTED), { tellingActions: new Set(['!ApplyCredit']) });
    expect(mined.hasTrusted).toBe(false);
    expect(mined.families.slice(0, 3).map(({ phrase }) => phrase)).toContain(TRIGGER);
  });

  it('says the same of the documents in any order and in any cut into parts', () => {
    const expected = summary(MINED, SETS);
    const random = seededRandom(5);
    for (const sizes of [[600], [1, 599], [200, 200, 200], [0, 37, 563]]) {
      const sets = mergeParts([
        inParts(random.shuffled(PLANTED), sizes),
        inParts(random.shuffled(TRUSTED), [300, 300]),
      ]);
      expect(summary(minePhrases(sets), sets)).toEqual(expected);
    }
  });

  it('tells its stages and stops when asked to', () => {
    const stages = new Set<string>();
    minePhrases(SETS, { onStage: (stage) => stages.add(stage) });
    expect([...stages]).toEqual(['candidates', 'index', 'evidence', 'null']);
    expect(() => minePhrases(SETS, { signal: AbortSignal.abort() })).toThrow(/abort/i);
  });
});

function inParts(documents: readonly PhraseDocument[], sizes: readonly number[]): ColumnPart[] {
  const queue = [...documents];
  return sizes.map((size) => partOf(queue.splice(0, size)));
}
