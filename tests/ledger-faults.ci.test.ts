import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLedger } from '../packages/ledger/src/log/verification/verify-ledger.ts';
import type { FullDiskReport } from '../packages/ledger/src/testing/full-disk-writer.ts';
import { killWriters } from '../packages/ledger/src/testing/kill-runs.ts';
import { sampleSigner } from '../packages/ledger/src/testing/sample-ledger.ts';

const built = (name: string): string =>
  fileURLToPath(new URL(`../packages/ledger/dist/testing/${name}.js`, import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-faults-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a ledger on this machine', () => {
  it('loses nothing that was acknowledged when its writers are killed 200 times', async () => {
    let repairs = 0;
    for (let round = 0; round < 10; round++) {
      const report = await killWriters(join(folder, `log-${round}`), 20, `round ${round}`);
      expect(report.faults).toEqual([]);
      expect(report.acknowledged).toBeGreaterThan(100);
      repairs += report.repairs;
    }
    // Kills that hit nothing would show nothing.
    expect(repairs).toBeGreaterThan(50);
  });

  it('survives a disk that is really full, and goes on when there is room', () => {
    const [command, ...args] = [...mountingCommand(folder), process.execPath, built('full-disk-writer'), folder];
    const report: FullDiskReport = JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));
    expect(report).toMatchObject({
      appendCodes: ['ledger/disk-full'],
      publishCodes: ['ledger/disk-full'],
      closeCode: 'ledger/disk-full',
      problemsWhenFull: [],
      problemsAfterwards: [],
      sizeAfterwards: report.acknowledged + 1,
    });
    expect(report.acknowledged).toBeGreaterThan(50);
  });

  it('takes the commits of processes that compete for it one after the other, and all of them', async () => {
    const at = join(folder, 'log');
    mkdirSync(at);
    const children = Array.from({ length: 4 }, (_, child) => runChild(at, child, 25));
    const acknowledged = (await Promise.all(children)).flat();
    expect(acknowledged).toHaveLength(100);
    expect(new Set(acknowledged).size).toBe(100);
    const { problems, size } = await verifyLedger(at, { verifierKey: sampleSigner().verifierKey });
    expect({ problems, size }).toEqual({ problems: [], size: 100 });
  });
});

/**
 * A command in front of another one that lets it mount, in a namespace of its own: as root, or as a user where the system allows
 * user namespaces. Throws where neither works: a full disk that cannot be had was not tested.
 */
function mountingCommand(at: string): readonly [string, ...string[]] {
  const commands = [
    ['unshare', '--mount'],
    ['unshare', '--user', '--map-root-user', '--mount'],
  ] as const;
  const refusals: string[] = [];
  for (const command of commands) {
    const [name, ...args] = command;
    const mount = ['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at];
    const { status, stderr, error } = spawnSync(name, [...args, ...mount], { encoding: 'utf8' });
    if (status === 0) return command;
    refusals.push(`\`${command.join(' ')}\`: ${error?.message ?? stderr.trim()}`);
  }
  throw new Error(`this test needs a file system of limited size, and may not mount one: ${refusals.join('; ')}`);
}

/** Indices that a child was told are durable: it opens the ledger, appends one entry and closes it, `rounds` times. */
async function runChild(at: string, child: number, rounds: number): Promise<readonly number[]> {
  const args = [built('counting-writer'), at, String(child), String(rounds)];
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  running.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const code = await new Promise<number | null>((resolve) => running.on('close', resolve));
  if (code !== 0) throw new Error(`child ${child} ended with ${code}: ${errors}`);
  return output.trim().split('\n').map(Number);
}
