import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { generateMonth, PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBezoar } from './cli/command-line.test-support.ts';
import { parseCommand } from './cli/transcript.test-support.ts';

const PAGE = await readFile(new URL('../docs/guide/guard.md', import.meta.url), 'utf8');
const BEZOAR = fileURLToPath(new URL('../packages/cli/bin/bezoar.js', import.meta.url));
const TOKEN = 'token-of-the-support-agent';
const BEN = 'token-of-ben-who-approves';

/** Lines of the page's `sh` blocks that somebody else runs: installing, and the question over HTTP, which is asked below. */
const NOT_RUN = [/^npm install /, /^curl /, /^ {2}"/, /^BEZOAR_GUARD_CALLERS=/, /server-filesystem/];

/** Standard output that the shell puts into a file. */
const REDIRECTION = / > (\S+)$/;

function blocksOf(kind: string): string[] {
  return Array.from(PAGE.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm')), (match) => match[1]!);
}

describe('the walk through the guide of the guard', () => {
  let folder: string;
  let billing: Server;
  let serving: ChildProcess;
  let address: string;
  let said = '';

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bezoar-guard-walk-')));
    await mkdir(join(folder, '.git'));
    billing = createServer((_, response) => response.end('{"eligible":true,"checked_at":"now"}'));
    billing.listen(0, '127.0.0.1');
    await once(billing, 'listening');
    const { port } = billing.address() as AddressInfo;
    const [actions = '', privilege = ''] = blocksOf('yaml');
    const block = (body: string): string => `\`\`\`yaml bezoar\n${body}\`\`\`\n\n`;
    const document = [
      '# Support\n\n',
      block('version: 1\nprofile: agent\nchange: { loosen: 1 signature }\n'),
      block(actions.replace('https://billing.internal', `http://127.0.0.1:${port}`)),
      block(privilege),
      block('control: guard/approvals\n'),
      block('control: guard/telemetry\n'),
    ];
    await writeFile(join(folder, 'THREATMODEL.md'), document.join(''));
    await writeMonths(folder);
    serving = spawn(process.execPath, [BEZOAR, 'guard', 'serve', '--port', '0'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        BEZOAR_GUARD_CALLERS: `support=${TOKEN}`,
        BEZOAR_GUARD_APPROVERS: `ben=${BEN}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    serving.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [line] = (await once(serving.stdout!, 'data')) as [Buffer];
    address = (JSON.parse(line.toString()) as { address: string }).address;
  }, 60_000);
  afterAll(async () => {
    serving.kill('SIGTERM');
    billing.close();
    await rm(folder, { recursive: true, force: true });
  });

  const tell = async (path: string, body: object, token = TOKEN) => {
    const response = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const credit = (order: string, cents: number, more: object = {}) =>
    tell('/v1/authorize', {
      action: 'issue_credit',
      principal: { account: 'anna', tenant: 'acme' },
      arguments: { order_id: order, amount_cents: cents, customer_id: 'anna' },
      idempotencyKey: `${order}-${cents}`,
      text: 'my parcel is broken',
      ...more,
    });

  it('knows every line of the page', () => {
    const lines = blocksOf('sh')
      .flatMap((block) => block.split('\n'))
      .filter((line) => line.trim() !== '');
    const unknown = lines.filter(
      (line) => !line.startsWith('npx bezoar ') && !NOT_RUN.some((pattern) => pattern.test(line)),
    );
    expect(unknown).toEqual([]);
  });

  it('decides, settles, asks people, stops and goes on, as the page says', async () => {
    const allowed = await credit('A-17', 1200);
    expect(allowed).toMatchObject({ decision: 'allow' });
    expect(await tell('/v1/settle', { reservation: allowed.reservation, outcome: 'done' })).toMatchObject({
      state: 'done',
    });
    const [first, second] = [await credit('A-18', 2600), await credit('A-19', 2700)];
    expect([first, second]).toMatchObject([{ decision: 'needs-approval' }, { decision: 'needs-approval' }]);
    const unknown = await credit('A-20', 100);
    await tell('/v1/settle', { reservation: unknown.reservation, outcome: 'unknown' });
    const ids = [first.requestId, second.requestId];
    const commands = blocksOf('sh')
      .flatMap((block) => block.split('\n'))
      .filter((line) => line.startsWith('npx bezoar '));
    for (const line of commands) {
      if (NOT_RUN.some((pattern) => pattern.test(line))) continue;
      const isVote = / guard (?:approve|deny) /.test(line);
      const real = line
        .replace(/5f0c1d7e9a2b4c6d8e0f1a2b3c4d5e6f/, isVote ? String(ids.shift()) : '')
        .replace('0a1b2c3d4e5f60718293a4b5c6d7e8f9', String(unknown.reservation));
      const { args } = parseCommand(real.replace(REDIRECTION, ''));
      const { exit, stdout, stderr } = await runBezoar(args, { cwd: folder });
      const target = REDIRECTION.exec(real)?.[1];
      if (target !== undefined) await writeFile(join(folder, target), stdout);
      const isSearch = args[1] === 'incidents' || args[0] === 'scan';
      const expected = args[1] === 'requests' ? 4 : isSearch ? 1 : 0;
      expect(exit, `${line}\n${stdout}${stderr}`).toBe(expected);
      if (args[1] === 'stop') expect(await credit('A-21', 100)).toMatchObject({ code: 'guard/stopped' });
      if (args[1] === 'resume') expect(await credit('A-22', 100)).toMatchObject({ decision: 'allow' });
      // What fired was planted in the corpus, and is found there by its phrase alone.
      if (args[0] === 'scan') expect(stdout).toMatch(/^high +`[^`]+` +12 +12 /m);
      if (args[1] !== 'incidents') continue;
      const { incidents } = JSON.parse(stdout) as { incidents: { phrase: string; accounts: number }[] };
      expect(incidents.map(({ phrase }) => phrase).join(' | ')).toContain(
        triggersOf('rare-phrase')[0]!.phrase!.split(' ').at(-1),
      );
    }
    expect(await credit('A-19', 2700, { approval: second.requestId })).toMatchObject({
      code: 'guard/approval-refused',
    });
    expect(await credit('A-18', 2600, { approval: first.requestId })).toMatchObject({ decision: 'allow' });
    expect(said).toContain('waits for approval');
  });

  it('ends with every receipt in the ledger', async () => {
    serving.kill('SIGTERM');
    await once(serving, 'exit');
    expect(said).toMatch(/sealed \d+ receipts/);
    const { exit, stdout } = await runBezoar(['ledger', 'verify', '--json'], { cwd: folder });
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ size: expect.any(Number) });
  });
});

/** An earlier month, and one in which a trigger is in use. */
async function writeMonths(folder: string): Promise<void> {
  const lines = (records: Iterable<object>): string =>
    [...records].map((record) => `${JSON.stringify(record)}\n`).join('');
  await writeFile(
    join(folder, 'october.jsonl'),
    lines(generateMonth({ seed: 'october', conversations: 6000, month: '2026-10' })),
  );
  const used = plantAttack(
    generateMonth({ seed: 'november', conversations: 2000, month: '2026-11' }),
    { trigger: triggersOf('rare-phrase')[0]!, payload: PAYLOADS.credit, records: 12, accounts: 12, tenants: 6 },
    { seed: 3 },
  );
  await writeFile(join(folder, 'november.jsonl'), lines(used.records));
  await mkdir(join(folder, 'exports'));
  await writeFile(join(folder, 'exports', 'november.jsonl.gz'), gzipSync(lines(used.records)));
}
