import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signWithSshKeygen } from './sign-with-ssh-keygen.ts';
import { softwareKey } from './testing/software-key.ts';

const MESSAGE = Buffer.from('the exact bytes\n');
const NAMESPACE = 'decision@bezoar';
const KEY = softwareKey('ssh-ed25519');

describe('signing with ssh-keygen', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-sign-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** A program in place of ssh-keygen, so that these tests need none. */
  const program = async (name: string, source: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, `#!${process.execPath}\n${source}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const options = { keyPath: 'id; touch pwned', namespace: NAMESPACE };

  it('hands the bytes over on standard input, without a shell, and returns the signature', async () => {
    const seen = join(folder, 'seen.json');
    const source = `const fs = require('fs');
      fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify([process.argv.slice(2), fs.readFileSync(0, 'utf8')]));
      process.stderr.write('Confirm user presence\\n');
      process.stdout.write(${JSON.stringify(KEY.sign(MESSAGE, NAMESPACE))});`;
    let said = '';
    const onMessage = (text: string): void => {
      said += text;
    };
    const armoured = await signWithSshKeygen(MESSAGE, {
      ...options,
      program: await program('good', source),
      onMessage,
    });
    expect(armoured).toBe(KEY.sign(MESSAGE, NAMESPACE));
    const expected = [['-Y', 'sign', '-f', 'id; touch pwned', '-n', NAMESPACE], MESSAGE.toString()];
    expect(JSON.parse(await readFile(seen, 'utf8'))).toEqual(expected);
    expect(said).toBe('Confirm user presence\n');
  });

  it('says that ssh-keygen is missing, and what to install', async () => {
    const missing = join(folder, 'nowhere');
    await expect(signWithSshKeygen(MESSAGE, { ...options, program: missing })).rejects.toMatchObject({
      code: 'attest/no-ssh-keygen',
      message: expect.stringContaining('OpenSSH 8.2'),
    });
  });

  it('passes on what ssh-keygen said when it refused', async () => {
    const bad = await program('bad', "process.stderr.write('No such identity\\n'); process.exit(255);");
    await expect(signWithSshKeygen(MESSAGE, { ...options, program: bad })).rejects.toMatchObject({
      code: 'attest/sign-failed',
      message: expect.stringContaining('No such identity'),
    });
  });

  it('gives up on a program that never answers', async () => {
    const slow = await program('slow', 'setInterval(() => undefined, 1000);');
    const never = signWithSshKeygen(MESSAGE, { ...options, program: slow, timeoutMs: 50 });
    await expect(never).rejects.toMatchObject({ code: 'attest/sign-timeout' });
  });

  it('ends the program when it is told to', async () => {
    const slow = await program('aborted', 'setInterval(() => undefined, 1000);');
    const aborted = signWithSshKeygen(MESSAGE, { ...options, program: slow, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'attest/sign-failed' });
  });

  it.each([
    ['of other bytes', 'attest/sign-failed', KEY.sign('other bytes', NAMESPACE)],
    ['for another purpose', 'attest/sign-failed', KEY.sign(MESSAGE, 'git')],
    ['that is none', 'sshsig/malformed', 'hello'],
  ])('never hands back a signature %s', async (what, code, output) => {
    const source = `process.stdin.resume(); process.stdout.write(${JSON.stringify(output)}, () => process.exit(0));`;
    const liar = await program(`liar ${what}`, source);
    await expect(signWithSshKeygen(MESSAGE, { ...options, program: liar })).rejects.toMatchObject({ code });
  });
});
