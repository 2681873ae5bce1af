import { resolveInputs as resolveBuilt, scanCorpus } from '@bezoar/corpus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { sampleRecord } from '../testing/read-samples.ts';

/** Records of about 2 kB; every 500th line is damaged, so that lines must be counted across shards. */
const LINES = Array.from({ length: 3000 }, (_, i) => {
  if (i % 500 === 250) return 'not json';
  const words = Array.from({ length: 120 }, (_word, w) => `word${(i * 31 + w * w) % 5000}`).join(' ');
  return JSON.stringify(sampleRecord({ account: `a${i % 40}` }, `user: ${words}`, 'call: pay', `assistant: ${words}`));
});
const HAZARD = {
  action: 'pay',
  precondition: { after: ['look'], where: new Map<string, string>() },
  claims: [],
  origin: 'declared',
} as const;

describe('reading with worker threads', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await folder.write('big.jsonl', `${LINES.join('\n')}\n`);
  });
  afterAll(() => folder.remove());

  async function read(workers: number) {
    const { files } = await resolveBuilt([`${folder.path}/big.jsonl`]);
    expect(files[0]!.bytes).toBeGreaterThan(4 * 1024 * 1024);
    return scanCorpus({ files, trusted: [], hazards: [HAZARD], workers });
  }

  it('gives the same lines, labels, damage and findings as without any', async () => {
    const [alone, three] = [await read(1), await read(3)];
    expect(alone.unreadable.map(({ line }) => line)).toEqual([251, 751, 1251, 1751, 2251, 2751]);
    expect(three).toEqual(alone);
  });

  it('ends in the reason of an abort and leaves no thread that keeps the process alive', async () => {
    const { files } = await resolveBuilt([`${folder.path}/big.jsonl`]);
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
