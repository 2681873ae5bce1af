import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AGENTS = join(ROOT, 'interop/agents');
const AI_7 = join(AGENTS, 'ai-7');

/** AI SDK 7 needs Node 22: this one, or the one that its folder installs. */
function nodeForAi7(): string {
  const installed = join(AI_7, `node_modules/node-linux-${process.arch}/bin/node`);
  return Number.parseInt(process.versions.node, 10) < 22 && existsSync(installed) ? installed : process.execPath;
}

async function recipe(path: string, node: string = process.execPath): Promise<Readonly<Record<string, unknown>>> {
  const env = { ...process.env, LANGCHAIN_TRACING_V2: 'false', OPENAI_AGENTS_DISABLE_TRACING: '1' };
  const { stdout } = await run(node, [join(AGENTS, path)], { cwd: AGENTS, env, timeout: 120_000 });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
}

const DONE = { denied: true, code: 'guard/already-done' };
const NOT_ELIGIBLE = { denied: true, code: 'guard/not-eligible' };

describe('the recipes of the guard’s adapters, with the real packages', () => {
  const results = (first: unknown, second: unknown) => ({ results: [first, second] });
  const ONCE = { credits: ['A-1'], ...results({ credited: 1200 }, DONE) };
  const NEVER = { credits: [], ...results(NOT_ELIGIBLE, NOT_ELIGIBLE) };

  it.each(['recipes/ai-sdk-6.mjs', 'recipes/openai-agents.mjs', 'recipes/langchain.mjs'])(
    '%s credits an order once however often the model asks, and not at all where it is not eligible',
    async (path) => {
      expect(await recipe(path)).toMatchObject({ eligible: ONCE, ineligible: NEVER });
    },
  );

  it('ai-sdk-6.mjs withholds the tool that the policy does not name', async () => {
    expect(await recipe('recipes/ai-sdk-6.mjs')).toMatchObject({ eligible: { withheld: ['delete_account'] } });
  });

  it('ai-sdk-7.mjs does the same on a Node that AI SDK 7 supports', async () => {
    const node = nodeForAi7();
    const { stdout } = await run(node, ['--version']);
    expect(Number.parseInt(stdout.slice(1), 10)).toBeGreaterThanOrEqual(22);
    expect(await recipe('ai-7/recipes/ai-sdk-7.mjs', node)).toMatchObject({ eligible: ONCE, ineligible: NEVER });
  });

  it('ai-sdk-6-stream.mjs streams the parts of a result, and has settled it when the stream ends', async () => {
    const { eligible, ineligible } = await recipe('recipes/ai-sdk-6-stream.mjs');
    expect(eligible).toMatchObject({
      credits: ['A-1'],
      open: 0,
      results: [
        { preliminary: true, output: { status: 'asking the bank', key: 'string' } },
        { preliminary: true, output: { credited: 1200 } },
        { preliminary: false, output: { credited: 1200 } },
        { preliminary: true, output: DONE },
        { preliminary: false, output: DONE },
      ],
    });
    expect(ineligible).toMatchObject({ credits: [], open: 0 });
  });

  it('langchain-edit.mjs judges again what a person changed', async () => {
    expect(await recipe('recipes/langchain-edit.mjs')).toMatchObject({
      eligible: { credits: [], results: [{ denied: true, code: 'guard/approval-needed' }] },
      ineligible: { credits: [], results: [NOT_ELIGIBLE] },
    });
  });

  it.each(['recipes/express.mjs', 'recipes/fastify.mjs'])('%s guards the service itself', async (path) => {
    const nobody = { status: 401 };
    expect(await recipe(path)).toMatchObject({
      eligible: {
        credits: ['A-1'],
        answers: [{ status: 201, credited: 1200 }, { status: 409, code: 'guard/already-done' }, nobody],
      },
      ineligible: {
        credits: [],
        answers: [{ status: 403, code: 'guard/not-eligible' }, { status: 403, code: 'guard/not-eligible' }, nobody],
      },
    });
  });

  it('opentelemetry.mjs exports spans and metrics without texts, arguments, accounts or names that a model made up', async () => {
    const told = await recipe('recipes/opentelemetry.mjs');
    const names = (key: string) => (told[key] as readonly { readonly name: string }[]).map(({ name }) => name);
    expect(names('spans')).toEqual(['execute_tool issue_credit', 'execute_tool issue_credit', 'execute_tool _OTHER']);
    expect(names('metrics').sort()).toEqual([
      'bezoar.guard.decisions',
      'bezoar.guard.reservations',
      'gen_ai.execute_tool.duration',
    ]);
    expect(told).toMatchObject({
      spans: [
        { attributes: { 'bezoar.decision': 'allow', 'bezoar.amount_minor': 1200, 'bezoar.outcome': 'done' } },
        { attributes: { 'bezoar.decision': 'deny', 'bezoar.code': 'guard/already-done' } },
        { attributes: { 'bezoar.code': 'guard/action-not-declared' } },
      ],
    });
    expect(JSON.stringify(told)).not.toMatch(/secret|anna|acme|A-1|B-2|please/);
  });

  it.each(['interop/agents', 'interop/agents/ai-7'])('%s compiles against the packages’ own types', async (folder) => {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const told = await run(process.execPath, [tsc, '-p', join(ROOT, folder)], { cwd: ROOT }).catch((error) => error);
    expect(told.stdout).toBe('');
  });
});

describe('docs/guide/guard-adapters.md', () => {
  const guide = readFileSync(join(ROOT, 'docs/guide/guard-adapters.md'), 'utf8');
  const blocks = [...guide.matchAll(/^<!-- (\S+) -->\n```js\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => ({
    path,
    code,
  }));
  // Indentation aside: a guide shows the lines of a function without its level.
  const flat = (text: string) => text.replace(/^[ \t]+/gm, '');

  it('shows nothing but what the recipes execute', () => {
    expect(blocks.length).toBeGreaterThan(5);
    for (const { path, code } of blocks) {
      expect(flat(readFileSync(join(ROOT, path), 'utf8')), path).toContain(flat(code));
    }
    expect(guide.match(/^```js$/gm)?.length).toBe(blocks.length);
  });

  it('shows every recipe', () => {
    const folders = ['interop/agents/recipes', 'interop/agents/ai-7/recipes'];
    const recipes = folders.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`));
    expect(new Set(blocks.map(({ path }) => path))).toEqual(new Set(recipes));
    for (const path of recipes) {
      expect(readFileSync(join(ROOT, path), 'utf8').split('\n').length, path).toBeLessThan(60);
    }
  });
});
