import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackages } from '../tools/pack.mjs';
import { moduleGraph } from './module-graph.test-support.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BEZOAR = join(ROOT, 'packages/cli/bin/bezoar.js');

/** Most bytes of JavaScript that `import '@bezoar/guard'` loads from the published package, with what it takes from core. */
const MAX_LOADED_BYTES = 100_000;

/** What a team writes down, from which the guard's policy is compiled. */
const DOCUMENT = `# Shop

\`\`\`yaml bezoar
version: 1
profile: agent
change: { loosen: 1 signature }
\`\`\`

\`\`\`yaml bezoar
control: actions
default: deny
actions:
  issue_credit:
    amount: { argument: amount_cents, currency: USD, unit: minor }
    once_per: order_id
    ceilings: { account: 50.00 USD / 30d }
\`\`\`
`;

/** A host as somebody writes one who has nothing but the package. */
const HOST = `import { readFileSync } from 'node:fs';
import { createGuard, createMemoryStore, parseGuardPolicy, verifyReceipts } from '@bezoar/guard';

const policy = parseGuardPolicy(readFileSync('policy.json', 'utf8'));
const guard = await createGuard({ policy, store: createMemoryStore() });
const paid = [];
const credit = guard.guard('issue_credit', async (call) => paid.push(call.arguments.amount_cents));
const wipe = guard.guard('wipe', async () => paid.push('wiped'));
const principal = { account: 'anna', tenant: 'acme' };
const outcomes = [];
const ask = async (run, values) => {
  const { decision, code } = await run({ principal, arguments: values });
  outcomes.push(code ?? decision);
};
await ask(credit, { order_id: 'A-1', amount_cents: 3000 });
await ask(credit, { order_id: 'A-1', amount_cents: 3000 });
await ask(credit, { order_id: 'A-2', amount_cents: 3000 });
await ask(credit, { order_id: 'A-3' });
await ask(credit, { order_id: 'A-4', amount_cents: '1,000' });
await ask(wipe, {});
const receipts = await guard.store.receipts(0, { limit: 100 });
process.stdout.write(JSON.stringify({ outcomes, paid, chain: verifyReceipts(receipts) }));
`;

let folder: string;
let app: string;
let installed: string;

/** npm, with a cache of its own that is empty: what is not in the tarballs cannot be found. */
function npm(cwd: string, ...args: string[]): string {
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return execFileSync('npm', [...args, ...flags, '--cache', join(folder, 'cache')], {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function run(file: string, env: Readonly<Record<string, string>> = {}): string {
  const own = { PATH: process.env.PATH ?? '', ...env };
  return execFileSync(process.execPath, [file], { cwd: app, env: own, encoding: 'utf8' });
}

/** Paths below a folder, with forward slashes. */
function filesBelow(at: string): string[] {
  const paths = readdirSync(at, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return paths.filter((path) => statSync(join(at, path)).isFile()).sort();
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'guard-package-')));
  app = join(folder, 'app');
  mkdirSync(app);
  const tarballs = packPackages(['core', 'phrases', 'guard'], folder);
  expect(tarballs).toHaveLength(3);
  writeFileSync(join(app, 'package.json'), '{"name":"host","private":true,"type":"module"}');
  npm(app, 'install', ...tarballs);
  installed = join(app, 'node_modules', '@bezoar', 'guard');
  writeFileSync(join(app, 'THREATMODEL.md'), DOCUMENT);
  execFileSync(process.execPath, [BEZOAR, 'policy', 'compile', '--config', 'THREATMODEL.md', '--out', 'policy.json'], {
    cwd: app,
    stdio: 'pipe',
  });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('@bezoar/guard, packed and installed alone', () => {
  it('brings two packages of ours with it and nobody else', () => {
    const names = readdirSync(join(app, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names).toEqual(['@bezoar']);
    expect(readdirSync(join(app, 'node_modules', '@bezoar')).sort()).toEqual(['core', 'guard', 'phrases']);
    const sizes = filesBelow(join(app, 'node_modules')).map((path) => statSync(join(app, 'node_modules', path)).size);
    process.stdout.write(`installed: ${sizes.reduce((sum, size) => sum + size, 0)} bytes, ${sizes.length} files\n`);
  });

  it('guards a function by the policy that the command line compiled', () => {
    writeFileSync(join(app, 'host.js'), HOST);
    expect(JSON.parse(run('host.js'))).toMatchObject({
      outcomes: [
        'allow',
        'guard/already-done',
        'guard/ceiling-exceeded',
        'guard/amount-refused',
        'guard/amount-refused',
        'guard/action-not-declared',
      ],
      paid: [3000],
      chain: { isSound: true, end: { count: 7 } },
    });
  });

  it('loads exactly the files that its imports name, and says how many bytes they are', () => {
    writeFileSync(join(app, 'bare.js'), "import '@bezoar/guard';\n");
    const coverage = join(folder, 'coverage');
    run('bare.js', { NODE_V8_COVERAGE: coverage });
    const [report = ''] = readdirSync(coverage);
    const { result } = JSON.parse(readFileSync(join(coverage, report), 'utf8')) as { result: { url: string }[] };
    const urls = result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    const loaded = urls.map((url) => fileURLToPath(url)).filter((path) => path !== join(app, 'bare.js'));
    const graph = moduleGraph(join(installed, 'dist/index.js'));
    expect(loaded.sort()).toEqual([...graph.files.keys()].sort());
    expect(graph.bytes).toBeLessThan(MAX_LOADED_BYTES);
    process.stdout.write(`import '@bezoar/guard' loads ${graph.bytes} bytes, ${graph.files.size} files\n`);
  });

  it('holds no module that none of its entries reaches, such as a test or its support', () => {
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      exports: Record<string, { default: string; types: string }>;
    };
    const entries = Object.values(exports).map((entry) => join(installed, entry.default));
    expect(entries.filter((entry) => !existsSync(entry))).toEqual([]);
    const reached = new Set(entries.flatMap((entry) => [...moduleGraph(entry).files.keys()]));
    const modules = filesBelow(installed).filter((path) => path.endsWith('.js'));
    expect(modules.length).toBeGreaterThan(50);
    const typesOnly = (path: string): boolean =>
      !/\b(?:const|function|class)\b/.test(readFileSync(join(installed, path), 'utf8'));
    const unreached = modules.filter((path) => !reached.has(join(installed, path)) && !typesOnly(path));
    expect(unreached).toEqual([]);
    const others = filesBelow(installed).filter((path) => !/\.(?:js|d\.ts)$/.test(path));
    expect(others).toEqual(['LICENSE', 'package.json']);
  });
});
