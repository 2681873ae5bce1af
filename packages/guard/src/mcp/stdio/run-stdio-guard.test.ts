import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ANNA, sampleGuard, tool } from '../testing/sample-guard.test-support.ts';
import { INITIALIZE } from '../testing/stdio-peers.test-support.ts';
import { runStdioGuard, type StdioGuardOptions } from './run-stdio-guard.ts';

/** A server that answers every request with its environment, and writes rubbish and diagnostics too. */
const SERVER = `
  const lines = require('node:readline').createInterface({ input: process.stdin });
  console.log('listening');
  console.error('hello from the server');
  lines.on('line', (line) => {
    const { id, method } = JSON.parse(line);
    if (method === 'tools/list' && process.argv[1] === 'dies') process.exit(3);
    const result = { protocolVersion: '2025-11-25', capabilities: {}, env: process.env, tools: [] };
    if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  if (process.argv[1] === 'stays') { setInterval(() => {}, 1000); process.on('SIGTERM', () => {}); }
`;

async function start(argument: string, options: Partial<StdioGuardOptions> = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const listed = [{ ...tool('search'), secrets: ['search-key'] }];
  const guard = await sampleGuard(listed, { secrets: async (handle) => `value of ${handle}` });
  const running = await runStdioGuard({
    guard,
    principal: ANNA,
    client: { input, output },
    command: process.execPath,
    args: ['-e', SERVER, argument],
    environment: { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'x', LISTED: 'yes' },
    variables: ['PATH', 'LISTED', 'ABSENT'],
    secrets: [{ variable: 'SEARCH_KEY', tool: 'search', handle: 'search-key' }],
    ...options,
  });
  input.write(`${JSON.stringify(INITIALIZE)}\n`);
  const lines = output.setEncoding('utf8')[Symbol.asyncIterator]();
  const first = JSON.parse(String((await lines.next()).value)) as { result: { env: Record<string, string> } };
  return { input, lines, running, env: first.result.env };
}

describe('a server that runs behind the guard', () => {
  it('has the listed variables and secrets, and no others; it ends when the client does', async () => {
    const diagnostics = new PassThrough();
    const { input, running, env } = await start('', { diagnostics });
    const { __CF_USER_TEXT_ENCODING: _, ...given } = env;
    expect(given).toEqual({ PATH: '/bin', LISTED: 'yes', SEARCH_KEY: 'value of search-key' });
    input.end();
    expect(await running.done).toEqual({ code: 0, signal: null });
    expect(String(diagnostics.read())).toContain('hello from the server');
  });

  it('is heard of when it ends by itself', async () => {
    const { input, lines, running } = await start('dies');
    input.write('{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n');
    expect(JSON.parse(String((await lines.next()).value))).toMatchObject({
      id: 1,
      error: { message: 'refused: mcp/lost' },
    });
    expect(await running.done).toEqual({ code: 3, signal: null });
  });

  it('is killed when it stays', async () => {
    const { running } = await start('stays', { graceMs: 50 });
    expect(await running.close()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('is not started without what it needs', async () => {
    await expect(start('', { command: '/no/such/program' })).rejects.toMatchObject({ code: 'guard/mcp-server' });
    const secrets = [{ variable: 'KEY', tool: 'search', handle: 'other' }];
    await expect(start('', { secrets })).rejects.toMatchObject({ code: 'guard/secret-refused' });
    await expect(start('', { variables: ['SEARCH_KEY'] })).rejects.toMatchObject({ code: 'guard/mcp-variable' });
    await expect(start('', { variables: ['A=B'] })).rejects.toMatchObject({ code: 'guard/mcp-variable' });
  });
});
