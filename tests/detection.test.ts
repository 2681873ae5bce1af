import { triggersOf } from '@bezoar/drill';
import { describe, expect, it } from 'vitest';
import { detectionOf, generateMonths, plant, scanRecords } from './planted-month.test-support.ts';

describe('a scan of a generated month', () => {
  const { trusted, clean } = generateMonths('detection', 2000);

  it('names 25 planted records among 2,000 and accuses no other', async () => {
    const { records, planted } = plant(clean, triggersOf('rare-phrase')[3]!, 25, 'detection');
    const result = await scanRecords(records, trusted);
    expect(detectionOf(result, planted, clean.length)).toEqual({
      outcome: 'adverse',
      rank: 1,
      recallRatio: 1,
      accusedRatio: 0,
    });
    expect(result.document.findings[0]?.subject).toBe(triggersOf('rare-phrase')[3]!.phrase);
  });

  it('accuses nobody where nothing was planted', async () => {
    const result = await scanRecords(clean, trusted);
    expect(detectionOf(result, new Set(), clean.length)).toMatchObject({ outcome: 'ok', accusedRatio: 0 });
    expect(result.document.verdict).toBe('clean');
  });
});
