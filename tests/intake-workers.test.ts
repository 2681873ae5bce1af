import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveInputs, scanCorpus } from '@bezoar/corpus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Records of about 4 kB, most of it in a field that is not mined; some lines are damaged, so that lines must be counted across shards. */
const LINES = Array.from({ length: 1200 }, (_, i) => {
  if (i % 200 === 150) return 'not json';
  const messages = [
    { role: 'user', content: `order ${i} is number${i % 7}` },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c', type: 'function', function: { name: 'pay', arguments: '{}' } }],
    },
    { role: 'assistant', content: `fine${i % 5}` },
  ];
  return JSON.stringify({ account: `a${i % 40}`, padding: 'x'.repeat(4000), messages });
});
const HAZARD = {
  action: 'pay',
  precondition: { after: ['look'], where: new Map<string, string>() },
  claims: [],
  origin: 'declared',
} as const;

describe('reading with worker threads', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-workers-'));
    await writeFile(join(folder, 'big.jsonl'), `${LINES.join('\n')}\n`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function read(workers: number) {
    const { files } = await resolveInputs([join(folder, 'big.jsonl')]);
    expect(files[0]!.bytes).toBeGreaterThan(4 * 1024 * 1024);
    return scanCorpus({ files, trusted: [], hazards: [HAZARD], workers });
  }

  it('gives the same lines, labels, damage and findings as without any', async () => {
    const [alone, three] = [await read(1), await read(3)];
    expect(alone.unreadable.map(({ line }) => line)).toEqual([151, 351, 551, 751, 951, 1151]);
    expect(three).toEqual(alone);
  });

  it('gives a thread a second file, and a third', async () => {
    const paths = Array.from({ length: 5 }, (_, i) => join(folder, `small-${i}.jsonl`));
    for (const [i, path] of paths.entries()) await writeFile(path, `${LINES[i]}\n`);
    const { files } = await resolveInputs([join(folder, 'big.jsonl'), ...paths]);
    const scan = (workers: number) => scanCorpus({ files, trusted: [], hazards: [HAZARD], workers });
    const two = await scan(2);
    expect(two.corpus.records).toBe(1194 + 5);
    expect(two).toEqual(await scan(1));
  });

  it('ends in the reason of an abort and leaves no thread that keeps the process alive', async () => {
    const { files } = await resolveInputs([join(folder, 'big.jsonl')]);
    const stop = new AbortController();
    const scan = scanCorpus({
      files,
      trusted: [],
      hazards: [],
      workers: 2,
      signal: stop.signal,
      onEvent: () => stop.abort(new Error('stopped by the test')),
    });
    await expect(scan).rejects.toThrow('stopped by the test');
  });
});
