import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BEZOAR = fileURLToPath(new URL('../packages/cli/bin/bezoar.js', import.meta.url));
const peers = createRequire(new URL('../interop/mcp/package.json', import.meta.url));
const SERVER = join(dirname(peers.resolve('@modelcontextprotocol/server-everything/package.json')), 'dist/index.js');

const DOCUMENT = `# Tools

\`\`\`yaml bezoar
version: 1
profile: agent
change: { loosen: 1 signature }
\`\`\`

\`\`\`yaml bezoar
control: guard/least-privilege
tools:
  echo: { arguments: { message: text } }
\`\`\`
`;

describe('bezoar guard mcp, in front of the official server', () => {
  let folder: string;
  let running: ChildProcess;
  let answers: AsyncIterator<string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-mcp-'));
    await mkdir(join(folder, '.git'));
    await writeFile(join(folder, 'THREATMODEL.md'), DOCUMENT);
    const command = ['guard', 'mcp', '--account', 'anna', '--tenant', 'acme', '--', process.execPath, SERVER, 'stdio'];
    running = spawn(process.execPath, [BEZOAR, ...command], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    answers = createInterface({ input: running.stdout! })[Symbol.asyncIterator]();
  }, 60_000);
  afterAll(async () => {
    running.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const send = (message: object): void => {
    running.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const ask = async (id: number, method: string, params: object) => {
    send({ id, method, params });
    for (;;) {
      const { value } = await answers.next();
      const message = JSON.parse(value as string) as { id?: number; result?: Record<string, unknown> };
      if (message.id === id) return message;
    }
  };

  it('shows what the document lists, lets it pass, and keeps the rest from the server', async () => {
    const clientInfo = { name: 'test', version: '1' };
    await ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    send({ method: 'notifications/initialized' });
    const { result: listed } = await ask(2, 'tools/list', {});
    expect(((listed?.tools ?? []) as { name: string }[]).map(({ name }) => name)).toEqual(['echo']);
    const { result: echoed } = await ask(3, 'tools/call', { name: 'echo', arguments: { message: 'hi' } });
    expect(JSON.stringify(echoed)).toContain('Echo: hi');
    const { result: denied } = await ask(4, 'tools/call', { name: 'echo', arguments: { message: 'hi', to: 'x' } });
    expect(denied).toMatchObject({ isError: true });
    const { result: unlisted } = await ask(5, 'tools/call', { name: 'get-env', arguments: {} });
    expect(JSON.stringify(unlisted)).toContain('guard/action-not-declared');
  });

  it('ends with its client', async () => {
    running.stdin!.end();
    const [code] = (await once(running, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});
