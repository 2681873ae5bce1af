import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guard } from '@bezoar/guard';
import type { McpEvent } from '@bezoar/guard/mcp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, connectStdio, decisionIn, guardOf, serverProgram } from './guard-mcp.test-support.ts';

const HOUR_MS = 3_600_000;

describe('the official file system server behind the guard', () => {
  let folder: string;
  let guard: Guard;
  let client: Client;
  let close: () => Promise<unknown>;
  const events: McpEvent[] = [];

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bezoar-mcp-')));
    await writeFile(join(folder, 'terms.txt'), 'thirty days');
    guard = await guardOf(
      [
        { name: 'write_file', ceilings: [{ scope: 'account', limit: { count: 2 }, windowMs: HOUR_MS }] },
        { name: 'move_file', oncePer: ['source'], approval: { expiresMs: HOUR_MS, approvers: 1 } },
      ],
      [{ name: 'read_text_file', arguments: { path: { type: 'text', optional: false } } }],
    );
    const rules = { guard, onEvent: (event: McpEvent) => events.push(event) };
    ({ client, close } = await connectStdio([serverProgram('server-filesystem'), folder], rules));
  });

  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  it('shows the listed and declared tools only', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(['move_file', 'read_text_file', 'write_file']);
    expect(events).toContainEqual({ type: 'tool-withheld', tool: 'edit_file', reason: 'unlisted' });
  });

  it('passes an allowed call, and denies one that is not listed or has another argument', async () => {
    const path = join(folder, 'terms.txt');
    const read = await client.callTool({ name: 'read_text_file', arguments: { path } });
    expect(read.content).toMatchObject([{ text: 'thirty days' }]);
    const denied = await client.callTool({ name: 'read_text_file', arguments: { path, head: 1 } });
    expect(denied.isError).toBe(true);
    expect(decisionIn(denied)).toEqual({ decision: 'deny', code: 'guard/argument-refused' });
    const made = await client.callTool({ name: 'create_directory', arguments: { path: join(folder, 'new') } });
    expect(made.content).toMatchObject([{ text: 'denied: guard/action-not-declared' }]);
    expect(await readdir(folder)).toEqual(['terms.txt']);
  });

  it('stops at the ceiling, and the file beyond it is not there', async () => {
    const write = (name: string) =>
      client.callTool({ name: 'write_file', arguments: { path: join(folder, name), content: name } });
    expect([(await write('1')).isError, (await write('2')).isError]).toEqual([undefined, undefined]);
    expect(decisionIn(await write('3'))).toMatchObject({ code: 'guard/ceiling-exceeded' });
    expect((await readdir(folder)).sort()).toEqual(['1', '2', 'terms.txt']);
  });

  it('moves a file when somebody approved it, once', async () => {
    const move = () =>
      client.callTool({
        name: 'move_file',
        arguments: { source: join(folder, 'terms.txt'), destination: join(folder, 'old.txt') },
      });
    const asked = await move();
    expect(decisionIn(asked)).toMatchObject({ decision: 'needs-approval' });
    expect(existsSync(join(folder, 'old.txt'))).toBe(false);
    const requestId = String(decisionIn(asked).requestId);
    await guard.decide({ requestId, approver: 'carla', decision: 'approve' });
    expect((await move()).isError).toBeFalsy();
    expect(await readFile(join(folder, 'old.txt'), 'utf8')).toBe('thirty days');
    expect(decisionIn(await move())).toMatchObject({ code: 'guard/already-done' });
  });

  it('is asked for nothing: the client offers roots, and the server was not told', () => {
    expect(events.filter(({ type }) => type === 'message-refused')).toEqual([]);
  });
});

describe('the official server of everything behind the guard', () => {
  it('calls tools, reads nothing, samples nothing, and has an environment without secrets', async () => {
    const guard = await guardOf([], [{ name: 'get-sum' }, { name: 'get-env' }, { name: 'trigger-sampling-request' }]);
    const events: McpEvent[] = [];
    const { client, close } = await connectStdio([serverProgram('server-everything')], {
      guard,
      onEvent: (event) => events.push(event),
    });
    try {
      const { tools } = await client.listTools();
      // Without the capability, it does not even offer to sample.
      expect(tools.map(({ name }) => name).sort()).toEqual(['get-env', 'get-sum']);
      const sum = await client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } });
      expect(sum.content[0]?.text).toContain('5');
      const environment = await client.callTool({ name: 'get-env', arguments: {} });
      expect(Object.keys(JSON.parse(environment.content[0]?.text ?? ''))).toEqual(['PATH']);
      const denied = { message: expect.stringContaining('denied: guard/action-not-declared') };
      await expect(client.readResource({ uri: 'demo://resource/static/document/features.md' })).rejects.toMatchObject(
        denied,
      );
      await expect(client.getPrompt({ name: 'simple-prompt' })).rejects.toMatchObject(denied);
      await client.ping();
    } finally {
      expect(await close()).toMatchObject({ signal: null });
    }
  });
});
