import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { crowd, writeRecords } from '../admission/admission.test-support.ts';
import { type Run, runBezoar } from '../cli/command-line.test-support.ts';
import { parseCommand } from '../cli/transcript.test-support.ts';
import { evidencePath, type TestProject } from '../project/project.test-support.ts';
import { gatePath, sealGuard, withGate } from './promotion.test-support.ts';

const run = promisify(execFile);
const TRAIN = `const fs = require('node:fs'); fs.mkdirSync('models/2026-11', { recursive: true });
  fs.writeFileSync('models/2026-11/config.json', '{}'); fs.writeFileSync('models/2026-11/model.bin', 'trained');`;

/** Keys of people, made by ssh-keygen; the document's signers are they. */
async function keysOf({ at, write }: TestProject): Promise<void> {
  const lines: string[] = [];
  for (const name of ['alice', 'bob']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(`${name}.key`)]);
    const [type, blob] = (await readFile(at(`${name}.key.pub`), 'utf8')).split(' ');
    lines.push(`${name}@larkfield.example ${type} ${blob}\n`);
  }
  await write('keys/allowed_signers', lines.join(''));
}

/** Commands of docs/guide/promotion.md, as it has them; those of the gate itself are walked where a model is trained. */
const COMMANDS = Array.from(
  (await readFile(new URL('../../docs/guide/promotion.md', import.meta.url), 'utf8')).matchAll(/^npx bezoar (.*)$/gm),
  ([, command = '']) => command.replace(/ && .*$/, ''),
).filter((command) => !command.startsWith('gate '));

describe('a model, by the command line alone but for the gate', () => {
  it('is trained, gated, refused, overridden by two people with ssh-keygen, promoted and verified, until it is changed', async () => {
    await withGate({ isSigned: false }, async (project) => {
      const bezoar = (...args: readonly string[]): Promise<Run> => runBezoar(args, { cwd: project.folder });
      const walked = new Set<string>();
      /** Runs a command of the guide, with other words where it names a person's key or a training. */
      const guide = (start: string, replaced: Readonly<Record<string, string>> = {}): Promise<Run> => {
        const command = COMMANDS.find((one) => one.startsWith(start)) ?? '';
        walked.add(command);
        const args = [...parseCommand(`bezoar ${command}`).args];
        for (const [word, other] of Object.entries(replaced)) args.splice(args.indexOf(word), 1, other);
        return bezoar(...args);
      };
      const asDora = ['--submitter', 'dora@larkfield.example'];
      project.clock.now = Date.now();
      await keysOf(project);
      const reason = ['--reason', 'first version, reviewed by both of us'];
      expect((await bezoar('policy', 'sign', '--key', 'alice.key', ...reason, ...asDora)).exit).toBe(4);
      expect((await bezoar('policy', 'sign', '--key', 'bob.key', ...asDora)).exit).toBe(0);
      await writeRecords(project, 'data/staff/s.jsonl', crowd('s', 4));
      expect((await bezoar('admit', 'data/staff/s.jsonl', '--for', 'base', '--out', 'admitted/2026-10')).exit).toBe(0);
      await project.write('train.cjs', TRAIN);
      expect((await guide('attest train', { python: process.execPath, 'train.py': 'train.cjs' })).exit).toBe(0);
      await sealGuard(project);
      const { report, ...ledger } = await gatePath(project, 'models/2026-11', {
        verdict: 'FAIL',
        hazard: 'issue_credit',
      });
      const kept = JSON.parse((await project.read(evidencePath(report))).toString('utf8'));
      await project.write('gate.json', JSON.stringify({ ...kept, ledger: { ...ledger, report } }, undefined, 2));
      expect((await guide('promote')).exit).toBe(1);

      const first = await guide('decide override', { '~/.ssh/id_ed25519': 'alice.key' });
      expect(first).toMatchObject({ exit: 4, stderr: expect.stringContaining('against the verdict FAIL') });
      expect((await guide('promote')).exit).toBe(1);
      const [waiting = ''] = await readdir(project.at('.bezoar/decisions'));
      await copyFile(project.at(`.bezoar/decisions/${waiting}/statement.json`), project.at('elsewhere.json'));
      const signing = [
        '-Y',
        'sign',
        '-n',
        'decision@bezoar',
        '-f',
        project.at('bob.key'),
        project.at('elsewhere.json'),
      ];
      await run('ssh-keygen', signing);
      const second = await bezoar('decide', 'override', 'gate.json', '--signature', 'elsewhere.json.sig');
      expect(second).toMatchObject({ exit: 0, stdout: expect.stringContaining('made') });

      const promoted = await guide('promote');
      expect(promoted).toMatchObject({ exit: 0, stdout: expect.stringContaining('PROMOTED BY OVERRIDE') });
      expect((await guide('verify')).exit).toBe(0);
      expect((await bezoar('status')).stdout).toMatch(/promoted by\s+override/);
      expect((await bezoar('ledger', 'verify')).exit).toBe(0);
      await project.write('models/2026-11/extra.py', 'import os');
      const changed = await guide('verify');
      expect(changed).toMatchObject({ exit: 1, stdout: expect.stringContaining('added: extra.py') });
      expect([...walked].sort()).toEqual([...COMMANDS].sort());
    });
  });
});
