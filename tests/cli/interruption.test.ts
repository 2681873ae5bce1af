import { execFile, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ended } from './command-line.test-support.ts';
import { contractFaults } from './json-contract.test-support.ts';
import { withSamples } from './sample-files.test-support.ts';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/bezoar.js', import.meta.url));

/** An empty folder in which the program keeps its private copies of streams. */
async function copiesFolder(folder: string): Promise<string> {
  const path = join(folder, 'copies');
  await mkdir(path);
  return path;
}

function start(folder: string, args: readonly string[]): ReturnType<typeof spawn> {
  const env = { ...process.env, TMPDIR: join(folder, 'copies') };
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  return child;
}

/** Resolves once the process begins to copy its standard input: by then its signal handlers stand. */
function startWaiting(folder: string, args: readonly string[]): Promise<ReturnType<typeof spawn>> {
  return new Promise((resolve) => {
    const watcher = watch(join(folder, 'copies'), () => {
      watcher.close();
      resolve(child);
    });
    const child = start(folder, args);
  });
}

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'as %s ends a wait for standard input with exit 130, a whole document, no report and no copy of the input',
    (signal) =>
      withSamples(async (folder) => {
        const copies = await copiesFolder(folder);
        const before = await readdir(folder);
        const child = await startWaiting(folder, ['scan', '-', '--json', '--report', 'html=report.html']);
        const run = ended(child);
        child.kill(signal);
        const { exit, stdout, stderr } = await run;
        expect({ exit, stderr }).toEqual({ exit: 130, stderr: 'bezoar scan: interrupted; no report was written\n' });
        expect(contractFaults(JSON.parse(stdout), 130)).toEqual([]);
        expect(await readdir(folder)).toEqual(before);
        expect(await readdir(copies)).toEqual([]);
      }),
  );

  it('during a scan of a large file keeps the former report and leaves no temporary file', () =>
    withSamples(async (folder) => {
      const month = await readFile(join(folder, 'clean.jsonl'));
      for (let copy = 0; copy < 40; copy++) await appendFile(join(folder, 'large.jsonl'), month);
      await writeFile(join(folder, 'report.html'), 'former');
      const copies = await copiesFolder(folder);
      const before = (await readdir(folder)).sort();
      const child = await startWaiting(folder, ['scan', 'large.jsonl', '-', '--report', 'html=report.html']);
      const run = ended(child);
      // More than a pipe holds: when all is taken, the scan itself is about to begin.
      const rest = `${'\n'.repeat(1024 * 1024)}{"prompt":"a","response":"b"}`;
      await new Promise<void>((resolve) => child.stdin!.end(rest, resolve));
      child.kill('SIGINT');
      expect((await run).exit).toBe(130);
      expect((await readdir(folder)).sort()).toEqual(before);
      expect(await readdir(copies)).toEqual([]);
      expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe('former');
    }));
});

describe('a result that cannot be delivered', () => {
  const shell = promisify(execFile);

  it('ends quietly where the reader goes away', () =>
    withSamples(async (folder) => {
      const script = '"$0" "$1" scan few.jsonl --json | head -1; "$0" "$1" --help | true';
      const { stdout, stderr } = await shell('sh', ['-c', script, process.execPath, PROGRAM], { cwd: folder });
      expect([stdout, stderr]).toEqual(['{\n', '']);
    }));

  // The device is Linux's; elsewhere there is no such file to be full.
  it.runIf(process.platform === 'linux')('exits 2 where the disk is full, never with the code of a finding', () =>
    withSamples(async (folder) => {
      const script = '"$0" "$1" scan few.jsonl > /dev/full';
      const failure = await shell('sh', ['-c', script, process.execPath, PROGRAM], { cwd: folder }).catch(
        (e: unknown) => e,
      );
      expect(failure).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^bezoar: cannot write the result: ENOSPC/),
      });
    }),
  );

  it.runIf(process.platform === 'linux')('deletes its copy of a named pipe that was trusted', () =>
    withSamples(async (folder) => {
      const copies = await copiesFolder(folder);
      const script =
        'export TMPDIR=copies; mkfifo pipe; cat trusted.jsonl > pipe & "$0" "$1" scan few.jsonl --trusted pipe';
      const { stdout } = await shell('sh', ['-c', script, process.execPath, PROGRAM], { cwd: folder });
      expect(stdout).toContain('against 300 trusted records from pipe');
      expect(await readdir(copies)).toEqual([]);
    }),
  );
});
