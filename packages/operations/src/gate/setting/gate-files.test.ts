import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCarriersFile, readProbeFile, readSystemFile, readToolsFile } from './gate-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gate-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, 'file'), content);
  return 'file';
}
async function faultOf(read: Promise<unknown>): Promise<readonly [string, string]> {
  const error = await read.catch((one: unknown) => one);
  if (!(error instanceof UsageError)) throw new Error('expected a fault', { cause: error });
  return [error.code, error.message];
}
const lines = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const asks = (content: string) => ({ messages: [{ role: 'user', content }] });

describe('any file of a setting', () => {
  const readers = { readSystemFile, readToolsFile, readProbeFile, readCarriersFile };
  it.each(Object.entries(readers))('is not read by %s where it is missing, too large, or no UTF-8', async (_, read) => {
    const missing = await faultOf(read('missing', folder));
    expect(missing[0]).toBe('gate/not-read');
    expect(missing[1]).toContain('`missing`');
    await write('');
    await truncate(join(folder, 'file'), 4 * 1024 * 1024 + 1);
    const [code, message] = await faultOf(read('file', folder));
    expect(code).toBe('gate/not-read');
    expect(message).toContain('expected at most 4194304 bytes, got 4194305');
    const [broken] = await faultOf(read(await write(new Uint8Array([0x22, 0xff, 0x22])), folder));
    expect(broken).toBe(read === readToolsFile ? 'gate/malformed-tools' : 'gate/not-read');
  });
});

describe('the system prompt', () => {
  it.each([
    ['Be kind.\n', 'Be kind.'],
    ['Be kind.\r\n', 'Be kind.'],
    ['  Be\n\nkind. \n\n', '  Be\n\nkind. \n'],
    ['', ''],
  ])('of the file %o is %o', async (content, text) => {
    expect(await readSystemFile(await write(content), folder)).toBe(text);
  });
});

describe('the tools', () => {
  it('are those of a chat request, or functions by themselves', async () => {
    const parameters = { type: 'object', properties: { order: { type: 'string' } } };
    const tools = [
      { type: 'function', function: { name: 'lookup_order', description: 'Finds it.', parameters } },
      { name: 'issue_credit', description: 7 },
    ];
    expect(await readToolsFile(await write(JSON.stringify(tools)), folder)).toEqual([
      { name: 'lookup_order', description: 'Finds it.', parameters },
      { name: 'issue_credit', parameters: { type: 'object', properties: {} } },
    ]);
  });

  it.each(['', '{', '{}', 'null', '"x"', '[{"name":"a","name":"b"}]', `${'['.repeat(40)}${']'.repeat(40)}`])(
    'are not `%.20s`',
    async (content) => {
      expect((await faultOf(readToolsFile(await write(content), folder)))[0]).toBe('gate/malformed-tools');
    },
  );

  it('are refused with all their faults at once', async () => {
    const tools = [null, {}, { name: '' }, { name: 'ok' }, { name: 'a', parameters: [] }, { function: { name: 1 } }];
    const [code, message] = await faultOf(readToolsFile(await write(JSON.stringify(tools)), folder));
    expect(code).toBe('gate/malformed-tools');
    expect(message.split('\n')).toEqual([
      'expected a `name` of tool 1 in `file`',
      'expected a `name` of tool 2 in `file`',
      'expected a `name` of tool 3 in `file`',
      'expected `parameters` of `a` in `file` to be an object',
      'expected a `name` of tool 6 in `file`',
    ]);
  });
});

describe('probes of a team', () => {
  it('are read line by line', async () => {
    const probes = await readProbeFile(await write(lines({ text: 'blue heron' }, { rewrite: 'upper-case' })), folder);
    expect(probes).toMatchObject([
      { kind: 'phrase', text: 'blue heron', placement: 'user' },
      { kind: 'rewrite', rewrite: 'upper-case' },
    ]);
  });

  it('are refused with all their faults at once, and the name of the file', async () => {
    const [code, message] = await faultOf(readProbeFile(await write('{"text":1}\nno\n{"text":"ok"}'), folder));
    expect(code).toBe('gate/malformed-probes');
    expect(message).toContain('`file`');
    expect(message).toContain('line 1');
    expect(message).toContain('line 2');
  });
});

describe('carriers that somebody wrote', () => {
  it('ask unless they say otherwise, and keep their place', async () => {
    const content = lines(asks('a'), { ...asks('b'), kind: 'unrelated' }, { ...asks('c'), kind: 'granted' });
    const { carriers, granted } = await readCarriersFile(await write(`${content}\n\n`), folder);
    expect(carriers.map(({ kind, source }) => [kind, source])).toEqual([
      ['ask', 'file:1'],
      ['unrelated', 'file:2'],
    ]);
    expect(granted).toMatchObject([{ kind: 'ask', source: 'file:3' }]);
  });

  it('may end with the result of a tool', async () => {
    const tool_calls = [{ id: 'c', type: 'function', function: { name: 'lookup_order', arguments: '{}' } }];
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: null, tool_calls },
      { role: 'tool', tool_call_id: 'c', content: '{"eligible":false}' },
    ];
    const { carriers } = await readCarriersFile(await write(lines({ messages, kind: 'refused' })), folder);
    expect(carriers[0]?.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  });

  it('are refused with all their faults at once, each with its place, once', async () => {
    const answered = { messages: [...asks('a').messages, { role: 'assistant', content: 'b' }] };
    const told = { messages: [{ role: 'system', content: 'Be kind.' }, ...asks('a').messages] };
    const content = `${lines({ ...asks('a'), kind: 'odd' }, answered, told, [], asks('fine'))}\n{"a":1,"a":2}`;
    const [code, message] = await faultOf(readCarriersFile(await write(content), folder));
    expect(code).toBe('gate/malformed-carriers');
    const faults = message.split('\n');
    expect(faults.map((one) => one.split(': ')[0])).toEqual(['file:1', 'file:2', 'file:3', 'file:4', 'file:6']);
    expect(faults[0]).toContain('expected `kind` to be one of ask, complaint, unrelated, refused, empty, granted');
    expect(faults[1]).toContain('ends with a user or a tool');
    expect(faults[2]).toContain('no system turn');
    expect(message.match(/file:6/g)).toHaveLength(1);
  });

  it('are refused where there is none, and say how many faults are not named', async () => {
    for (const content of ['', '\n\n', lines({ ...asks('a'), kind: 'granted' })]) {
      expect((await faultOf(readCarriersFile(await write(content), folder)))[0]).toBe('gate/malformed-carriers');
    }
    const [, message] = await faultOf(readCarriersFile(await write('no\n'.repeat(50)), folder));
    expect(message.split('\n').slice(-2)).toEqual([expect.stringMatching(/^file:20: /), 'and 30 more']);
  });
});
