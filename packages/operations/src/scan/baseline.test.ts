import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareWithBaseline, readBaseline } from './baseline.ts';

function finding(id: string, changes: Partial<Finding> = {}): Finding {
  return {
    id,
    code: 'corpus/trigger-phrase',
    severity: 'high',
    subject: id,
    control: 'corpus/phrases',
    threats: ['LLM04:2025'],
    message: 'm',
    evidence: {},
    remedy: 'r',
    ...changes,
  };
}

describe('compareWithBaseline', () => {
  const statuses = (findings: readonly Finding[]) => findings.map(({ id, status }) => [id, status]);

  it('tells new from persisting findings and lists the fixed ones after them', () => {
    expect(statuses(compareWithBaseline([finding('a'), finding('b')], [finding('b'), finding('c')], true))).toEqual([
      ['a', 'new'],
      ['b', 'persisting'],
      ['c', 'fixed'],
    ]);
  });

  it('forgets what was fixed before, and calls it new when it comes back', () => {
    const former = [finding('a', { status: 'fixed' }), finding('b', { status: 'fixed' })];
    expect(statuses(compareWithBaseline([finding('a')], former, true))).toEqual([['a', 'new']]);
  });

  it('calls nothing fixed that may only not have been read', () => {
    expect(statuses(compareWithBaseline([], [finding('a')], true))).toEqual([['a', 'fixed']]);
    expect(statuses(compareWithBaseline([], [finding('a')], false))).toEqual([]);
  });
});

describe('readBaseline', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-baseline-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: unknown): Promise<Finding[]> {
    const file = join(folder, 'b.json');
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return readBaseline(file);
  }

  it('reads the findings of a scan, passing over codes of a newer version', async () => {
    const findings = [finding('a'), { ...finding('b'), code: 'corpus/from-the-future' }];
    expect(await read({ schema: 'bezoar.scan/v1', findings })).toEqual([finding('a')]);
  });

  it.each([
    ['no JSON', '{"schema":', 'baseline/not-read'],
    ['null', 'null', 'baseline/not-a-report'],
    ['a report of another command', { schema: 'bezoar.explain/v1', findings: [] }, 'baseline/not-a-report'],
    ['no findings', { schema: 'bezoar.scan/v1' }, 'baseline/not-a-report'],
  ])('refuses %s', async (_, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });

  it('names every malformed finding with its fields, instead of failing later in a report', async () => {
    const { message: _, ...mute } = finding('a');
    const hostile = finding('b', {
      severity: 'nope' as 'high',
      control: 'constructor' as 'actions',
      threats: ['toString'] as never,
    });
    await expect(read({ schema: 'bezoar.scan/v1', findings: [mute, hostile, null] })).rejects.toThrow(
      /finding 1 .*`message`\nfinding 2 .*`severity`, `control`, `threats`\nfinding 3 .*`id`, `code`/,
    );
  });
});
