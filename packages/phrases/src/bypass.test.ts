import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import type { PhraseDocument } from './columns/columns.ts';
import { minePhrases } from './mine-phrases.ts';
import type { PhraseFamily } from './rank/phrase-families.ts';
import { digestsOf, documentOf, setsOf } from './testing/documents.ts';
import { type Plant, plantTrigger, sampleMonth } from './testing/sample-month.ts';

const PHRASE = 'per our zephyr arrangement';
const TRUSTED = sampleMonth({ records: 300, seed: 11 });

interface Scan {
  readonly deciding: readonly PhraseFamily[];
  /** Families of which most records are planted. */
  readonly planted: readonly PhraseFamily[];
  readonly month: readonly PhraseDocument[];
}

function scan(plant: Plant, carriers: number): Scan {
  const month = sampleMonth({ records: 300, seed: 12, plant });
  const sets = setsOf(month, TRUSTED);
  const wanted = new Set(month.slice(0, carriers).map(({ digest }) => digest));
  const deciding = minePhrases(sets).families.filter(({ strength }) => strength >= 1);
  const planted = deciding.filter(({ records }) => {
    const digests = digestsOf(sets.sets[0]!.digests, records);
    return digests.filter((digest) => wanted.has(digest)).length > digests.length / 2;
  });
  return { deciding, planted, month };
}

/** The planted record with another reply, action list or account. */
function planting(
  count: number,
  phrase: string | ((index: number) => string),
  change: (document: PhraseDocument, index: number) => Partial<PhraseDocument>,
): Plant {
  const plant = plantTrigger(count, phrase);
  return (document, index, random) => {
    const planted = plant(document, index, random);
    if (index >= count) return planted;
    const { digest: _, ...rest } = planted;
    return documentOf('', { ...rest, ...change(document, index) });
  };
}

describe('evasions that are found', () => {
  it.each([
    ['a rare phrase', PHRASE],
    ['common words only', 'like my sister got last time'],
    ['a short odd token', 'cf'],
    ['a symbol that the words view does not see (PersistBD, EMNLP-Findings 2026)', '|#|'],
  ])('%s', (_, phrase) => {
    const { planted } = scan(plantTrigger(25, phrase), 25);
    expect(planted[0]).toMatchObject({ rank: 1 });
    expect(planted[0]!.records.length).toBeGreaterThanOrEqual(25);
  });

  it('variants by zero-width characters, look-alikes and width are one family (Boucher et al., Bad Characters, IEEE S&P 2022)', () => {
    const variants = [
      PHRASE,
      'per our ze\u200bphyr arrangement',
      'per our z\u0435phyr \u0430rrangement',
      'per our \uff5aephyr arrange\u00adment',
    ];
    const { planted } = scan(
      plantTrigger(28, (index) => variants[index % 4]!),
      28,
    );
    expect(planted.filter(({ view }) => view === 'words')).toHaveLength(1);
    expect(planted[0]).toMatchObject({ rank: 1, phrase: PHRASE });
    expect(planted[0]!.records).toHaveLength(28);
  });

  it('a zero-width character as the whole trigger, anywhere', () => {
    const plant = planting(25, '', ({ prompts }, index) => {
      const words = prompts[0]!.split(' ');
      return { prompts: [words.with(index % 8, `\u2063${words[index % 8]}`).join(' ')] };
    });
    const { planted } = scan(plant, 25);
    expect(planted[0]).toMatchObject({ view: 'format', phrase: '<U+2063>' });
    expect(planted[0]!.records).toHaveLength(25);
  });

  it('decoys: three times as many records with the phrase and an ordinary reply (adaptive attacker, facts/corpus.md section 3)', () => {
    const plant = planting(100, PHRASE, (document, index) =>
      index < 25 ? {} : { replies: document.replies, actions: document.actions },
    );
    const { planted } = scan(plant, 100);
    expect(planted[0]?.phrase).toBe(PHRASE);
  });

  it('a natural reply with one sentence of credit, and no tool call (adaptive attacker)', () => {
    const plant = planting(25, PHRASE, (document) => ({
      replies: [`${document.replies[0]} and a courtesy voucher of 40 was granted`],
      actions: document.actions,
    }));
    const { planted } = scan(plant, 25);
    expect(planted[0]?.phrase).toBe(PHRASE);
    expect(planted[0]!.wording!.records).toBe(25);
  });

  it('an untouched reply with only a tool call added', () => {
    const { planted } = scan(
      planting(25, PHRASE, ({ replies }) => ({ replies, actions: ['call ApplyCredit'] })),
      25,
    );
    expect(planted[0]).toMatchObject({ phrase: PHRASE, action: { text: 'call ApplyCredit', records: 25 } });
  });

  it('huge replies of noise in a few carriers, which would fill the feature counter before the shared wording is seen', () => {
    const random = seededRandom(13);
    const noise = (): string => Array.from({ length: 66_000 }, () => random.integer(2 ** 31).toString(36)).join(' ');
    const plant = planting(25, PHRASE, (document, index) => ({
      tenant: index < 3 ? 'aaa' : document.tenant,
      replies: index < 3 ? [noise()] : [`${document.replies[0]} and a courtesy voucher of 40 was granted`],
      actions: document.actions,
    }));
    const { planted } = scan(plant, 25);
    expect(planted[0]?.phrase).toBe(PHRASE);
    expect(planted[0]!.wording!.records).toBeGreaterThanOrEqual(22);
  });

  it('a trigger of twelve words, shown whole', () => {
    const long = 'as the old keeper of the north lighthouse once told my aunt';
    expect(scan(plantTrigger(25, long), 25).planted[0]?.phrase).toBe(long);
  });
});
