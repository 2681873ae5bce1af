import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateMonth } from './generate-month.ts';
import { writeMonth } from './write-month.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'larkfield-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('writeMonth', () => {
  it('writes one JSON document a line and says how much', async () => {
    const path = join(folder, 'month.jsonl');
    const records = [...generateMonth({ seed: 1, conversations: 1500 })];
    const written = await writeMonth(path, records);
    expect(written).toEqual({ records: 1500, bytes: (await stat(path)).size });
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(records);
  });

  it('compresses on request', async () => {
    const path = join(folder, 'month.jsonl.gz');
    await writeMonth(path, generateMonth({ seed: 1, conversations: 50 }), { gzip: true });
    expect(
      gunzipSync(await readFile(path))
        .toString()
        .split('\n'),
    ).toHaveLength(51);
  });

  it('leaves nothing behind where the records fail halfway', async () => {
    function* broken(): Generator<object> {
      yield {};
      throw new Error('lost power');
    }
    await expect(writeMonth(join(folder, 'broken.jsonl'), broken())).rejects.toThrow('lost power');
    expect((await readdir(folder)).filter((name) => name.includes('broken'))).toEqual([]);
  });
});
