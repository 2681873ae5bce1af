import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seededRandom, sha256 } from '@bezoar/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openReplyStore } from './reply-store.ts';

const WORKER = fileURLToPath(new URL('append-replies.mjs', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bezoar-killed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Lets a process append until it has said so many numbers, and kills it. Gives the last number that it said. */
async function appendUntil(path: string, lines: number): Promise<number> {
  const child = spawn(process.execPath, [WORKER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === lines) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return last;
}

it('keeps every reply that it said it has, however often it is killed while it writes', async () => {
  const path = join(folder, 'replies.jsonl');
  const random = seededRandom('kills');
  let most = -1;
  for (let kill = 0; kill < 15; kill++) {
    most = Math.max(most, await appendUntil(path, random.integer(200)));
    const store = await openReplyStore(path);
    expect(store.skippedLines).toBeLessThanOrEqual(kill + 1);
    for (let number = 0; number <= most; number++) {
      expect(await store.find(sha256(String(number)))).toMatchObject({
        text: expect.stringMatching(new RegExp(`^reply ${number} x*$`)),
      });
    }
    await store.close();
  }
  expect(most).toBeGreaterThan(100);
});
