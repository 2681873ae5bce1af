import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { seededRandom } from '@bezoar/core';
import type { HazardEvidence, TriggerEvidence } from '@bezoar/corpus';
import { triggersOf } from '@bezoar/drill';
import { type ScanResult, scan } from '@bezoar/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateMonths, plant, withFolder } from './planted-month.test-support.ts';

/** Bytes that are not mined make the files large enough for several threads. */
const PADDING = { padding: 'x'.repeat(10_000) };
const MIN_PARALLEL_BYTES = 4 * 1024 * 1024;

const ENCODERS = {
  jsonl: (texts: readonly string[]) => texts.map((text) => `${text}\n`).join(''),
  array: (texts: readonly string[]) => `[${texts.join(',\n')}]`,
  line: (texts: readonly string[]) => `[${texts.join(',')}]`,
  gzip: (texts: readonly string[]) => gzipSync(texts.join('\n'), { level: 1 }),
} as const;

type Encoding = keyof typeof ENCODERS;

/** What must not depend on how records are laid out: everything but places, paths, times and the choice of examples. */
function essence({ document }: ScanResult): unknown {
  const { verdict, outcome, corpus, coverage, findings } = document;
  return {
    verdict,
    outcome,
    // Bytes of text include what stands between records.
    corpus: { ...corpus, bytes: undefined },
    phrases: coverage.phrases,
    hazards: coverage.hazards,
    findings: findings.map(({ id, severity, message, evidence }) => {
      const { recordIds, contributors, ...rest } = evidence as TriggerEvidence | HazardEvidence;
      return { id, severity, message, ...rest, recordIds: [...recordIds].sort(), contributors };
    }),
  };
}

describe('the result of a scan', () => {
  const { trusted, clean } = generateMonths('invariance', 400);
  const { records } = plant(clean, triggersOf('zero-width')[0]!, 25, 'invariance');
  const texts = records.map((record) => JSON.stringify({ ...record, ...PADDING }));

  /** Scans the texts dealt out over files of the given encodings. */
  function scanAs(parts: readonly (readonly [Encoding, readonly string[]])[], workers: number): Promise<ScanResult> {
    return withFolder(async (folder) => {
      const files = parts.map(([encoding], i) => join(folder, `${i}.${encoding}`));
      for (const [i, [encoding, part]] of parts.entries()) await writeFile(files[i]!, ENCODERS[encoding](part));
      const before = join(folder, 'trusted.jsonl');
      await writeFile(before, ENCODERS.jsonl(trusted.map((record) => JSON.stringify(record))));
      return scan({ files, trusted: [before], workers });
    });
  }

  it('depends on neither the number of threads, nor the order of records, nor their files', async () => {
    const expected = essence(await scanAs([['jsonl', texts]], 1));
    expect(expected).toMatchObject({ outcome: 'adverse', corpus: { records: 425 } });
    expect(texts.join('\n').length).toBeGreaterThan(MIN_PARALLEL_BYTES);
    const encodings = fc.array(fc.constantFrom(...(Object.keys(ENCODERS) as Encoding[])), {
      minLength: 1,
      maxLength: 3,
    });
    const layout = fc.record({ workers: fc.integer({ min: 1, max: 3 }), shuffle: fc.nat(), encodings });
    await fc.assert(
      fc.asyncProperty(layout, async ({ workers, shuffle, encodings: chosen }) => {
        const order = seededRandom(shuffle).shuffled(texts);
        const size = Math.ceil(order.length / chosen.length);
        const parts = chosen.map((encoding, i) => [encoding, order.slice(i * size, (i + 1) * size)] as const);
        expect(essence(await scanAs(parts, workers))).toEqual(expected);
      }),
      { seed: 5, numRuns: 2, examples: [[{ workers: 3, shuffle: 1, encodings: ['jsonl'] }]], endOnFailure: true },
    );
  });

  it('changes with one record', async () => {
    const few = texts.slice(0, 50);
    const whole = essence(await scanAs([['jsonl', few]], 1));
    expect(essence(await scanAs([['jsonl', few.slice(1)]], 1))).not.toEqual(whole);
  });
});
