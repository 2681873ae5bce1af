import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { cleanChats, digestOf, withAdmitFolder } from '../testing/admit-folder.ts';
import { type DrawnRecord, orderAdmitted } from './admitted.ts';
import { readLineAt } from './line-file.ts';

async function drawnDigests(folder: string, records: readonly DrawnRecord[]): Promise<string[]> {
  return Promise.all(records.map(async (one) => sha256(await readLineAt(join(folder, 'admitted.jsonl'), one))));
}

async function order(records: readonly object[], slice: readonly number[] = [], seed = 's') {
  return withAdmitFolder({ admitted: records, slice }, async (folder) => {
    const path = join(folder, 'admitted.jsonl');
    const lines = records.map((record) => `${canonicalJson(record)}\n`).join('');
    const found = await orderAdmitted(path, sha256(lines), new Set(slice), seed);
    return { slice: await drawnDigests(folder, found.slice), rest: await drawnDigests(folder, found.rest) };
  });
}

describe('orderAdmitted', () => {
  const records = cleanChats(60);

  it('gives every record once, in its stratum', async () => {
    const { slice, rest } = await order(records, [3, 9]);
    expect(new Set(slice)).toEqual(new Set([digestOf(records[3]!), digestOf(records[9]!)]));
    expect(rest).toHaveLength(58);
    expect(new Set([...slice, ...rest]).size).toBe(60);
  });

  it('depends on the seed and not on the order of the file', async () => {
    const { rest } = await order(records);
    expect((await order([...records].reverse())).rest).toEqual(rest);
    expect((await order(records, [], 'another')).rest).not.toEqual(rest);
  });

  it('draws each record equally often', async () => {
    const few = records.slice(0, 10);
    const lines = few.map((record) => `${canonicalJson(record)}\n`).join('');
    const counts = new Map<number, number>();
    await withAdmitFolder({ admitted: few }, async (folder) => {
      for (let seed = 0; seed < 200; seed++) {
        const { rest } = await orderAdmitted(join(folder, 'admitted.jsonl'), sha256(lines), new Set(), `seed ${seed}`);
        for (const { line } of rest.slice(0, 5)) counts.set(line, (counts.get(line) ?? 0) + 1);
      }
    });
    expect(counts.size).toBe(10);
    // Binomial(200, 1/2): four standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(29);
  });

  it('draws identical copies one by one', async () => {
    const copies = [...Array.from({ length: 20 }, () => records[0]!), ...records.slice(1, 21)];
    const { rest } = await order(copies);
    const places = rest.flatMap((digest, place) => (digest === digestOf(records[0]!) ? [place] : []));
    expect(places).toHaveLength(20);
    expect(places.at(-1)! - places[0]!).toBeGreaterThan(20);
  });

  it('refuses a corpus that is not the one that was admitted', async () => {
    await withAdmitFolder({ admitted: records }, async (folder) => {
      const path = join(folder, 'admitted.jsonl');
      await writeFile(path, `${canonicalJson(records[0])}\n`);
      await expect(orderAdmitted(path, 'f'.repeat(64), new Set(), 's')).rejects.toMatchObject({
        code: 'review/corpus-changed',
      });
    });
  });
});
