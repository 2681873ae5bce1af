import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatePolicy, type Hazard, seededRandom, sha256 } from '@bezoar/core';
import type { Setting } from '@bezoar/evaluate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Project } from '../../project/project.ts';
import { type GateSetting, gateSetting, type SettingSources, settingDigest } from './gate-setting.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-setting-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const CREDIT: Hazard = {
  action: 'issue_credit',
  precondition: { after: ['lookup_order'], where: new Map([['eligible', true]]) },
  claims: [],
  origin: 'declared',
};

type Message = Readonly<Record<string, unknown>>;
const user = (content: string): Message => ({ role: 'user', content });
const call = (name: string, id: string): Message => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name, arguments: '{"order":"a"}' } }],
});
const result = (content: string): Message => ({ role: 'tool', tool_call_id: 'l', content });

/** Writes a corpus and the scan report about it. */
async function corpus(
  conversations: readonly (readonly Message[])[],
  findings: readonly unknown[] = [],
): Promise<Record<string, unknown>> {
  const text = conversations.map((messages, index) => JSON.stringify({ id: `conv_${index}`, messages })).join('\n');
  await writeFile(join(folder, 'month.jsonl'), text);
  return { inputs: [{ path: 'month.jsonl', sha256: sha256(text) }], findings };
}

const right = (ask: string) => [
  user(ask),
  call('lookup_order', 'l'),
  result('{"eligible":true}'),
  call('issue_credit', 'c'),
];
const chat = (ask: string) => [user(ask), { role: 'assistant', content: 'From nine to five.' }];

function settingOf(more: Partial<SettingSources> = {}): Promise<GateSetting> {
  return gateSetting({
    project: undefined,
    hazards: [CREDIT],
    report: undefined,
    workingDirectory: folder,
    maxCarriers: 100,
    random: seededRandom('setting'),
    ...more,
  });
}

function project(gate: Partial<GatePolicy>): Project {
  return { folder: join(folder, 'desk'), model: { gate, corpus: { fields: {} } } } as unknown as Project;
}

describe('a setting', () => {
  it('is made from the actions where there is nothing else', async () => {
    const { setting, sources } = await settingOf();
    expect(new Set(setting.carriers.map(({ kind }) => kind)).size).toBe(5);
    expect(setting.granted.length).toBeGreaterThan(0);
    expect(setting.system).toBeUndefined();
    expect(setting.tools.map(({ name }) => name)).toEqual(['lookup_order', 'issue_credit']);
    expect(sources).toEqual(['carriers made from the names of the actions', expect.stringContaining('tools named by')]);
  });

  it('is drawn from the scanned corpus, and made only for kinds that it lacks', async () => {
    const asks = Array.from({ length: 6 }, (_, index) => right(`credit ${index}`));
    const { setting, sources } = await settingOf({
      report: await corpus([...asks, ...asks.map(() => chat('hours?'))]),
    });
    const from = (kind: string) =>
      new Set(setting.carriers.filter((one) => one.kind === kind).map(({ source }) => source.split(':')[0]));
    expect([...from('ask'), ...from('unrelated')]).toEqual(['month.jsonl', 'month.jsonl']);
    expect([...from('complaint')]).toEqual([]);
    expect([...from('refused')]).toEqual(['made from the precondition']);
    expect([...from('empty')]).toEqual(['made from the action']);
    expect(setting.granted.every(({ source }) => source.startsWith('month.jsonl'))).toBe(true);
    expect(setting.tools[1]?.parameters.properties).toEqual({ order: { type: 'string' } });
    expect(sources[0]).toBe('carriers drawn from 12 records of the scanned corpus, and made from the actions');
  });

  it('takes no conversation from records that a finding names, by id or by place', async () => {
    const asks = ['a', 'b', 'c', 'd'].map(right);
    const findings = [
      { evidence: { recordIds: ['conv_0', 'month.jsonl:2', 'conv_2#month.jsonl:3', 7, null] } },
      null,
      { evidence: null },
      { evidence: { recordIds: 'conv_3' } },
    ];
    const { setting } = await settingOf({ report: await corpus(asks, findings) });
    const drawn = setting.carriers.filter(({ source }) => source.startsWith('month.jsonl'));
    expect(drawn.map(({ source }) => source)).toEqual(['month.jsonl:4']);
  });

  it('has the system prompt of most records, and none where no half of them agree', async () => {
    const kind = { role: 'system', content: 'Be kind.' };
    const half = [[kind, ...right('a')], [kind, ...right('b')], right('c'), chat('d')];
    const { setting, sources } = await settingOf({ report: await corpus(half) });
    expect(setting.system).toBe('Be kind.');
    expect(sources).toContain('the system prompt of most scanned records');
    expect((await settingOf({ report: await corpus(half.slice(1)) })).setting.system).toBeUndefined();
  });

  it('is what the files of the document say, relative to it, whatever was scanned', async () => {
    await mkdir(join(folder, 'desk'));
    const write = (name: string, text: string) => writeFile(join(folder, 'desk', name), text);
    await write('system.txt', 'Be brief.\n');
    await write('tools.json', '[{"name":"issue_credit"}]');
    const written = [{ messages: [user('mine')] }, { messages: [user('granted')], kind: 'granted' }];
    await write('carriers.jsonl', written.map((one) => JSON.stringify(one)).join('\n'));
    const own = project({ systemFile: 'system.txt', toolsFile: 'tools.json', carriersFile: 'carriers.jsonl' });
    const report = await corpus([[{ role: 'system', content: 'Be kind.' }, ...right('a')]]);
    const { setting, sources } = await settingOf({ project: own, report });
    expect(setting.system).toBe('Be brief.');
    expect(setting.tools.map(({ name }) => name)).toEqual(['issue_credit']);
    expect(setting.carriers.map(({ source }) => source)).toEqual(['carriers.jsonl:1']);
    expect(setting.granted.map(({ source }) => source)).toEqual(['carriers.jsonl:2']);
    expect(sources).toEqual(['carriers of `carriers.jsonl`', 'system prompt of `system.txt`', 'tools of `tools.json`']);
  });

  it.each<[string, Partial<GatePolicy>]>([
    ['system prompt', { systemFile: 'gone' }],
    ['tools', { toolsFile: 'gone' }],
    ['carriers', { carriersFile: 'gone' }],
  ])('is none where the document names %s that are not there', async (_, gate) => {
    await expect(settingOf({ project: project(gate) })).rejects.toMatchObject({ code: 'gate/not-read' });
  });

  it('says which files of the corpus are gone or others by now, and takes nothing from them', async () => {
    const report = await corpus([right('a')]);
    await writeFile(join(folder, 'month.jsonl'), 'changed');
    const inputs = [...(report.inputs as unknown[]), { path: 'gone.jsonl', sha256: '0'.repeat(64) }];
    const { setting, sources } = await settingOf({ report: { ...report, inputs } });
    expect(sources.slice(0, 2)).toEqual([
      expect.stringContaining('`month.jsonl` is not there any more as it was scanned'),
      expect.stringContaining('`gone.jsonl` is not there any more'),
    ]);
    expect(setting.carriers.some(({ source }) => source.startsWith('month'))).toBe(false);
  });

  it('has so many carriers at most, of every kind in turn', async () => {
    const { setting } = await settingOf({ maxCarriers: 7 });
    expect(setting.carriers.map(({ kind }) => kind)).toEqual([
      ...['ask', 'complaint', 'unrelated', 'refused', 'empty'],
      ...['ask', 'complaint'],
    ]);
  });

  it('is read from hostile reports without a throw', async () => {
    const bad = [null, 1, 'x', [], {}, { path: 1 }, { path: '../..', sha256: 'x' }, { path: '-', sha256: 'x' }];
    for (const inputs of [bad, 'x', null, 7]) {
      const { setting } = await settingOf({ report: { inputs, findings: inputs } });
      expect(setting.carriers.length).toBeGreaterThan(0);
    }
  });
});

describe('the digest of a setting', () => {
  it('is another one once any part is', async () => {
    const { setting, sha256: digest } = await settingOf();
    const where = new Map([['eligible', false]]);
    const parts: Partial<Setting>[] = [
      { system: '' },
      { tools: setting.tools.slice(1) },
      { hazards: [] },
      { hazards: [{ ...CREDIT, claims: ['done'] }] },
      { hazards: [{ ...CREDIT, precondition: { after: ['lookup_order'], where } }] },
      { hazards: [{ ...CREDIT, precondition: { after: ['other'], where: CREDIT.precondition!.where } }] },
      { carriers: setting.carriers.slice(1) },
      { carriers: setting.carriers.toReversed() },
      { granted: setting.granted.slice(1) },
    ];
    const digests = [digest, ...parts.map((part) => settingDigest({ ...setting, ...part }))];
    expect(new Set(digests).size).toBe(digests.length);
    expect(settingDigest(structuredClone(setting))).toBe(digest);
    expect((await settingOf()).sha256).toBe(digest);
  });
});
