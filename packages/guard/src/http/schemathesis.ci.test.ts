import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Role } from './caller/caller.ts';
import { serveHandler } from './serve/serve-handler.ts';
import { openDecisionPoint } from './testing/decision-point.test-support.ts';

/** Installed and pinned by .ci/setup. */
const SCHEMATHESIS = fileURLToPath(new URL('../../../../interop/.venv/bin/schemathesis', import.meta.url));

/** Cases for each operation and phase: three roles together stay under a minute on two cores. */
const MAX_EXAMPLES = 25;

const TOKEN = 'schemathesis-token-0123456789';

const ANNA = { account: 'anna', tenant: 'acme' };

/** Milliseconds after which a run is given up, which fails. */
const MAX_RUN_MS = 120_000;

describe('schemathesis, which shares no code with us', () => {
  it.each([
    ['caller', ['allow', 'deny', 'settle']],
    ['approver', ['vote']],
    ['operator', ['stop', 'resume']],
  ] as const)('finds no answer that the document does not foresee, as %s', async (role, reached) => {
    expect(existsSync(SCHEMATHESIS), 'no schemathesis in interop/.venv: run .ci/setup').toBe(true);
    const { exit, text, faults, kinds } = await run(role);
    expect(faults).toEqual([]);
    // It did more than to be refused.
    expect([...kinds]).toEqual(expect.arrayContaining([...reached]));
    expect({ exit, text: exit === 0 ? '' : text }).toEqual({ exit: 0, text: '' });
  });

  it('finds one that it should, so that its silence means something', async () => {
    const { exit, text } = await run('operator', {
      distort: (body) => body.replace('"reasons":', '"causes":'),
      more: ['--phases', 'coverage', '--include-path', '/v1/stops'],
    });
    expect(exit).toBe(1);
    expect(text).toMatch(/violates schema|schema/i);
  });
});

interface Run {
  readonly exit: number | null;
  readonly text: string;
  /** What the handler hid behind `guard/internal`. */
  readonly faults: readonly unknown[];
  /** Kinds of receipts that the run left. */
  readonly kinds: ReadonlySet<string>;
}

/** Runs every check in one role against a fresh decision point with something in it; `distort` changes bodies on the way. */
async function run(
  role: Role,
  { distort, more = [] }: { readonly distort?: (body: string) => string; readonly more?: readonly string[] } = {},
): Promise<Run> {
  const faults: unknown[] = [];
  const { guard, handler } = await openDecisionPoint({
    http: {
      rateLimit: { perSecond: 1e6, burst: 1e6 },
      onFault: (fault) => faults.push(fault),
      callers: [{ name: role, token: TOKEN, role }],
    },
  });
  for (const [order_id, amount_cents] of [
    ['B-1', 3000],
    ['B-2', 100],
  ]) {
    await guard.authorize({ action: 'issue_credit', principal: ANNA, arguments: { order_id, amount_cents } });
  }
  const { sequence: before } = await guard.store.transact((transaction) => transaction.head());
  const distorted = async (request: Request): Promise<Response> => {
    const response = await handler(request);
    return distort === undefined ? response : new Response(distort(await response.text()), response);
  };
  const served = await serveHandler(distorted, { port: 0 });
  const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  try {
    const args = ['run', `${served.url}/openapi.json`, '--header', `Authorization: Bearer ${TOKEN}`, '--seed', '1'];
    const limits = ['--checks', 'all', '--max-examples', String(MAX_EXAMPLES), '--continue-on-failure', '--no-color'];
    const child = spawn(SCHEMATHESIS, [...args, ...limits, ...more], { cwd: folder, timeout: MAX_RUN_MS });
    const end = await ended(child);
    const receipts = await guard.store.receipts(before, { limit: 100_000 });
    return { ...end, faults, kinds: new Set(receipts.map(({ kind }) => kind)) };
  } finally {
    await served.close();
    await rm(folder, { recursive: true });
  }
}

async function ended(child: ChildProcess): Promise<Pick<Run, 'exit' | 'text'>> {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, text: Buffer.concat(chunks).toString() }));
  });
}
