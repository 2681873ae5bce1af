import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { verifyReceipts } from '../../receipts/verify-receipts.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { inTemporaryFolder, openDatabase } from './testing/temporary-database.test-support.ts';

const SPENDER = fileURLToPath(new URL('../../../dist/store/sqlite/testing/spender.test-support.js', import.meta.url));

/** Starts a process that spends; what it said so far is in `lines`. */
function startSpender(
  file: string,
  own: number,
  minor: number,
): { readonly child: ChildProcess; readonly lines: () => string[] } {
  const child = spawn(process.execPath, [SPENDER, file, String(own), String(minor)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return { child, lines: () => text.split('\n').slice(0, -1) };
}

async function untilLines(spenders: readonly ReturnType<typeof startSpender>[], count: number): Promise<void> {
  while (spenders.some(({ lines }) => lines().length < count)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Everything that was acknowledged is there, no ceiling was passed, and the chain is sound. */
async function assertBooks(file: string, acknowledged: readonly string[]): Promise<number> {
  const store = await openSqliteStore({ database: openDatabase(file) });
  const open = await store.open({ limit: 1_000_000 });
  const ids = new Set(open.map(({ id }) => id));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(verifyReceipts(await store.receipts(0, { limit: 1_000_000 })).isSound).toBe(true);
  const spent = open.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
  for (const { counter, reserved, settled } of await store.usage(1000)) {
    expect(reserved).toBeLessThanOrEqual(counter.includes('"account"') ? 5000 : 10_000);
    if (counter.includes('"global"')) expect([reserved, settled]).toEqual([spent, 0]);
  }
  await store.close();
  return spent;
}

describe('several processes on one file', () => {
  it('never spend more than the ceiling together, and each gets its turn', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const spenders = [1, 2, 3].map((own) => startSpender(file, own, 20));
      await Promise.all(spenders.map(({ child }) => once(child, 'close')));
      const said = spenders.map(({ lines }) => lines());
      for (const lines of said) {
        expect(lines.at(-1)).toBe('denied');
        expect(lines.length).toBeGreaterThan(10);
      }
      expect(
        await assertBooks(
          file,
          said.flatMap((lines) => lines.slice(0, -1)),
        ),
      ).toBe(10_000);
    });
  });

  it('lose nothing that was acknowledged when they are killed', async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'guard.db');
      const acknowledged: string[] = [];
      for (let round = 0; round < 5; round++) {
        const spenders = [1, 2].map((own) => startSpender(file, 10 * round + own, 1));
        await untilLines(spenders, 20 + 7 * round);
        for (const { child } of spenders) child.kill('SIGKILL');
        await Promise.all(spenders.map(({ child }) => once(child, 'close')));
        acknowledged.push(...spenders.flatMap(({ lines }) => lines()));
        await assertBooks(file, acknowledged);
      }
    });
  });
});
