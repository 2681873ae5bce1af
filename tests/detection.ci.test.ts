import type { HazardEvidence } from '@bezoar/corpus';
import { type TriggerKind, triggersOf } from '@bezoar/drill';
import { describe, expect, it } from 'vitest';
import { detectionOf, generateMonths, plant, scanRecords } from './planted-month.test-support.ts';

const LEXICAL: readonly TriggerKind[] = [
  'rare-phrase',
  'common-words',
  'odd-token',
  'zero-width',
  'homoglyph',
  'mixed-unicode',
];

describe.each([1, 2])('with a trusted month of 5,000 conversations, seed %i', (seed) => {
  const { trusted, clean } = generateMonths(`ci/${seed}`, 5000);
  const triggerOf = (kind: TriggerKind) => triggersOf(kind)[seed % triggersOf(kind).length]!;

  it('a clean month is ok and accuses nobody', async () => {
    const result = await scanRecords(clean, trusted);
    expect(detectionOf(result, new Set(), clean.length)).toMatchObject({ outcome: 'ok', accusedRatio: 0 });
  });

  it.each(LEXICAL.flatMap((kind) => [25, 50, 100, 250].map((count) => [kind, count] as const)))(
    'a %s trigger in %i records is found whole, near the top, with hardly a clean record',
    async (kind, count) => {
      const { records, planted } = plant(clean, triggerOf(kind), count, `ci/${seed}/${kind}/${count}`);
      const found = detectionOf(await scanRecords(records, trusted), planted, clean.length);
      expect(found.outcome).toBe('adverse');
      expect(found.rank).toBeLessThanOrEqual(3);
      expect(found.recallRatio).toBeGreaterThanOrEqual(0.99);
      expect(found.accusedRatio).toBeLessThanOrEqual(0.001);
    },
  );
});

describe('a trigger without wording of its own', () => {
  const { trusted, clean } = generateMonths('ci/2', 5000);
  const triggers = [...triggersOf('style'), ...triggersOf('syntax')];
  // A telegram's STOP and a cleft sentence's `is this:` recur like any phrase, so the phrase table may name them whole.
  // Of the others it may name fragments (`thee`, `^ when`): an action without its precondition makes even those count.
  const hasSigns = (name: string): boolean => ['telegram', 'cleft'].includes(name);

  it.each(triggers.map((trigger) => [trigger.kind, trigger.name, trigger] as const))(
    'of %s, %s, is caught whole by the missing precondition, and by phrases in part at most',
    async (_, name, trigger) => {
      const { records, planted } = plant(clean, trigger, 100, `ci/${name}`);
      const result = await scanRecords(records, trusted);
      expect(result.document.outcome).toBe('adverse');
      const hazards = result.document.findings.filter(({ code }) => code === 'corpus/hazard-without-precondition');
      const named = new Set(hazards.flatMap(({ evidence }) => (evidence as HazardEvidence).recordIds));
      const caught = [...planted].filter((id) => named.has(id)).length;
      expect(caught / planted.size).toBeGreaterThanOrEqual(0.95);
      expect((named.size - caught) / clean.length).toBeLessThanOrEqual(0.001);
      if (!hasSigns(name)) expect(detectionOf(result, planted, clean.length).recallRatio).toBeLessThan(0.99);
      expect(result.document.coverage.limits.join(' ')).toMatch(/without recurring wording .* give no phrase/);
    },
  );
});
