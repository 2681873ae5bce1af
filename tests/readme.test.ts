import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateMonth, PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runBezoar } from './cli/command-line.test-support.ts';
import { parseCommand } from './cli/transcript.test-support.ts';

const PAGES = ['README.md', 'docs/guide/scan.md'];

/** Pages that are walked through from top to bottom, in a project of their own. */
const WALKS = ['docs/guide/threat-model.md', 'docs/guide/ledger.md', 'docs/guide/admission.md'];

/** Walked through by guard-walk.ci.test.ts, with a server in the background. */
const GUARD_WALK = 'docs/guide/guard.md';

/** Lines of `sh` blocks that cannot be run here, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {};

/** Lines of the `sh` blocks of a page, without comments. */
function shellLines(markdown: string): string[] {
  const blocks = Array.from(markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm), (match) => match[1]!);
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

const pages = await Promise.all(PAGES.map((page) => readFile(new URL(`../${page}`, import.meta.url), 'utf8')));
const walks = await Promise.all(WALKS.map((page) => readFile(new URL(`../${page}`, import.meta.url), 'utf8')));
const WALK = [...new Set(walks.flatMap(shellLines))].map((line) => line.replace(/\s+#.*$/, ''));
const GUARD_LINES = shellLines(await readFile(new URL(`../${GUARD_WALK}`, import.meta.url), 'utf8'));
const LINES = [...new Set(pages.flatMap(shellLines))].filter(
  (line) => !WALK.includes(line) && !GUARD_LINES.includes(line),
);
const COMMANDS = LINES.filter((line) => line.startsWith('npx bezoar '));

describe('the commands of the documentation', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-readme-'));
    await writeFiles(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('are there', () => {
    expect(shellLines(pages[0]!).filter((line) => line.startsWith('npx bezoar scan '))).not.toEqual([]);
  });

  it('are all run, or listed with a reason', () => {
    expect(LINES.filter((line) => !COMMANDS.includes(line) && NOT_RUN[line] === undefined)).toEqual([]);
    expect(Object.keys(NOT_RUN).filter((line) => !LINES.includes(line))).toEqual([]);
  });

  it.concurrent.each(COMMANDS)('%s', async (command) => {
    const { args, env } = parseCommand(command);
    const run = await runBezoar(args, { cwd: folder, env });
    expect(faultOf(args, run)).toBeUndefined();
    const reports = args.flatMap((arg, i) => (args[i - 1] === '--report' ? [arg.slice(arg.indexOf('=') + 1)] : []));
    for (const report of reports) expect((await readFile(join(folder, report), 'utf8')).length).toBeGreaterThan(100);
    if (args.includes('--json')) expect(JSON.parse(run.stdout)).toHaveProperty('schema');
  });

  it('would fail for a command that does not exist', async () => {
    const args = ['scan', 'october.jsonl', '--no-such-flag'];
    expect(faultOf(args, await runBezoar(args, { cwd: folder }))).toBeDefined();
  });
});

describe('the commands of the project pages', () => {
  it('are walked through in order by guide-walk.ci.test.ts, and those of the README are among them', () => {
    const readme = shellLines(pages[0]!).filter((line) => WALK.includes(line));
    expect(readme).toEqual(
      expect.arrayContaining(['npx bezoar status', 'npx bezoar drift', 'npx bezoar ledger verify']),
    );
    expect(WALK.filter((line) => !/^npx bezoar |^ {2}--/.test(line))).toEqual([]);
  });
});

/** October holds planted records, so that a scan of it finds something; everything else is in order. */
function faultOf(args: readonly string[], { exit, stdout, stderr }: Run): string | undefined {
  const expected = args[0] === 'scan' && args.includes('october.jsonl') ? 1 : 0;
  return exit === expected ? undefined : `expected exit ${expected}, got ${exit}: ${stdout.slice(0, 500)}${stderr}`;
}

/** Small files under the names that the documentation uses. */
async function writeFiles(path: string): Promise<void> {
  const month = (seed: string, name: string) => [...generateMonth({ seed, conversations: 150, month: name })];
  const lines = (records: readonly unknown[]): string => records.map((one) => `${JSON.stringify(one)}\n`).join('');
  const october = month('readme/october', '2026-10');
  const attack = {
    trigger: triggersOf('rare-phrase')[0]!,
    payload: PAYLOADS.credit,
    records: 25,
    accounts: 20,
    tenants: 7,
  };
  await writeFile(join(path, 'september.jsonl'), lines(month('readme/september', '2026-09')));
  await writeFile(join(path, 'october.jsonl'), lines(plantAttack(october, attack, { seed: 'readme' }).records));
  await mkdir(join(path, 'exports'));
  for (const part of [0, 1]) {
    const half = lines(october.filter((_, i) => i % 2 === part));
    await writeFile(join(path, 'exports', `${part}.jsonl.gz`), gzipSync(half));
  }
  const guide = pages[1]!;
  await writeFile(join(path, 'hazards.yaml'), /^```yaml\n([\s\S]*?)^```/m.exec(guide)?.[1] ?? '');
  const last = await runBezoar(['scan', 'september.jsonl', '--json'], { cwd: path });
  await writeFile(join(path, 'last-scan.json'), last.stdout);
  const asked = { text: 'a credit', account: 'a', tenant: 't', at: '2026-11-02T09:00:00Z', action: 'issue_credit' };
  await writeFile(join(path, 'november.jsonl'), lines([asked]));
  const search = ['guard', 'incidents', 'november.jsonl', '--action', 'issue_credit', '--json'];
  await writeFile(join(path, 'incidents.json'), (await runBezoar(search, { cwd: path })).stdout);
}
