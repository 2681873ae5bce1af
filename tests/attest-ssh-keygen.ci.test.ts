import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeDecision } from '../packages/ledger/src/attest/decision/judge-decision.ts';
import { decisionBytes, soundCase } from '../packages/ledger/src/attest/decision/testing/signed-decision.ts';
import { DECISION_NAMESPACE } from '../packages/ledger/src/attest/decision/trust-decision.ts';
import { parseAllowedSigners } from '../packages/ledger/src/attest/signers/allowed-signers.ts';
import { signerStanding } from '../packages/ledger/src/attest/signers/standing.ts';
import { decodeArmour, encodeArmour } from '../packages/ledger/src/attest/sshsig/armour.ts';
import { signWithSshKeygen } from '../packages/ledger/src/attest/sshsig/sign-with-ssh-keygen.ts';
import { parseSshSignature } from '../packages/ledger/src/attest/sshsig/ssh-signature.ts';
import { KEY_TYPES, softwareKey } from '../packages/ledger/src/attest/sshsig/testing/software-key.ts';
import { verifySshSignature } from '../packages/ledger/src/attest/sshsig/verify-ssh-signature.ts';
import { flippedBytes } from '../packages/ledger/src/attest/testing/flipped-bytes.ts';

const MESSAGE = Buffer.from('{"a":1}\n');

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** Runs a program with an input; UTC, so that times without a zone mean the same on both sides. */
function run(program: string, args: readonly string[], input: Uint8Array = Buffer.alloc(0)): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, TZ: 'UTC' };
    const child = execFile(program, [...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out: stdout + stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** Whether bezoar takes this as a signature of the message for a decision. */
function isOurs(armoured: string, message: Uint8Array = MESSAGE): boolean {
  try {
    return verifySshSignature(parseSshSignature(armoured), message, DECISION_NAMESPACE).verified;
  } catch (error) {
    expect((error as { code?: string }).code).toMatch(/^sshsig\//);
    return false;
  }
}

describe('ssh-keygen', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-ssh-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  /** Whether ssh-keygen takes this as a signature of the message by `ann`, given an allowed-signers file. */
  const isTheirs = async (armoured: string, signers: string, more: readonly string[] = []): Promise<boolean> => {
    const [signature, allowed] = [await file('sig', armoured), await file('allowed', `${signers}\n`)];
    const args = ['-Y', 'verify', '-f', allowed, '-I', 'ann', '-n', DECISION_NAMESPACE, '-s', signature, ...more];
    return (await run('ssh-keygen', args, MESSAGE)).code === 0;
  };

  const makeKey = async (type: string, bits: number): Promise<string> => {
    const path = join(folder, `${type}-${bits}-${Math.random()}`);
    const { code, out } = await run('ssh-keygen', [
      '-q',
      '-t',
      type,
      '-b',
      `${bits}`,
      '-N',
      '',
      '-C',
      'ann',
      '-f',
      path,
    ]);
    expect(`${code} ${out}`).toBe('0 ');
    return path;
  };

  it.each([
    ['ed25519', 256],
    ['ecdsa', 256],
    ['ecdsa', 384],
    ['ecdsa', 521],
    ['rsa', 2048],
    ['rsa', 3072],
  ])('signs with %s of %i bits what bezoar verifies; both refuse it with a byte flipped', async (type, bits) => {
    const keyPath = await makeKey(type, bits);
    const line = (await readFile(`${keyPath}.pub`, 'utf8')).trim();
    const armoured = await signWithSshKeygen(MESSAGE, { keyPath, namespace: DECISION_NAMESPACE });
    const [signer] = parseAllowedSigners(`ann ${line}`);
    const { key } = parseSshSignature(armoured);
    expect(key.fingerprint).toBe(signer?.key.fingerprint);
    expect((await run('ssh-keygen', ['-l', '-f', `${keyPath}.pub`])).out).toContain(` ${key.fingerprint} `);
    expect(encodeArmour(decodeArmour(armoured))).toBe(`${armoured.trimEnd()}\n`);
    for (const hash of ['sha256', 'sha512']) {
      const args = ['-Y', 'sign', '-f', keyPath, '-n', DECISION_NAMESPACE, '-O', `hashalg=${hash}`];
      const { out } = await run('ssh-keygen', args, MESSAGE);
      const signature = /-----BEGIN.*-----END SSH SIGNATURE-----/s.exec(out)?.[0] ?? out;
      expect(parseSshSignature(signature).hash).toBe(hash);
      expect([isOurs(signature), await isTheirs(signature, `ann ${line}`)]).toEqual([true, true]);
    }
    for (const mutant of flippedBytes(decodeArmour(armoured), `${type}-${bits}`)) {
      const rebuilt = encodeArmour(mutant);
      expect([isOurs(rebuilt), await isTheirs(rebuilt, `ann ${line}`)]).toEqual([false, false]);
    }
  });

  it.each(KEY_TYPES)(
    'verifies what the builders of our tests sign with %s, and refuses it with a byte flipped',
    async (type) => {
      const key = softwareKey(type, { bits: 3072 });
      for (const hash of ['sha256', 'sha512'] as const) {
        const armoured = key.sign(MESSAGE, DECISION_NAMESPACE, { hash });
        expect([isOurs(armoured), await isTheirs(armoured, `ann ${key.line}`)]).toEqual([true, true]);
      }
      const checked = await file('unlisted', key.sign(MESSAGE, DECISION_NAMESPACE));
      const args = ['-Y', 'check-novalidate', '-n', DECISION_NAMESPACE, '-s', checked];
      expect(await run('ssh-keygen', args, MESSAGE)).toMatchObject({
        code: 0,
        out: expect.stringContaining(key.fingerprint),
      });
      for (const mutant of flippedBytes(key.signatureOf(MESSAGE, DECISION_NAMESPACE), type)) {
        const rebuilt = encodeArmour(mutant);
        expect([isOurs(rebuilt), await isTheirs(rebuilt, `ann ${key.line}`)]).toEqual([false, false]);
      }
    },
  );

  it('refuses what bezoar refuses: another purpose, other bytes, SHA-1, another magic or version', async () => {
    const [key, rsa] = [softwareKey('ssh-ed25519'), softwareKey('ssh-rsa')];
    const signatures = [
      key.sign(MESSAGE, 'git'),
      key.sign(MESSAGE, 'git', { namespace: DECISION_NAMESPACE }),
      key.sign('other', DECISION_NAMESPACE),
      key.sign(MESSAGE, DECISION_NAMESPACE, { magic: 'SSHSIg' }),
      key.sign(MESSAGE, DECISION_NAMESPACE, { version: 2 }),
      key.sign(MESSAGE, DECISION_NAMESPACE, { namedHash: 'sha1' }),
      key.sign(MESSAGE, DECISION_NAMESPACE, { after: Buffer.of(0) }),
      rsa.sign(MESSAGE, DECISION_NAMESPACE, { algorithm: 'ssh-rsa' }),
    ];
    for (const armoured of signatures) {
      expect([isOurs(armoured), await isTheirs(armoured, `ann ${key.line}\nann ${rsa.line}`)]).toEqual([false, false]);
    }
  });

  it.each([
    ['', true],
    ['namespaces="decision@bezoar"', true],
    ['namespaces="git"', false],
    ['namespaces="git,*@bezoar"', true],
    ['namespaces="*,!decision@bezoar"', false],
    ['NAMESPACES="d?cision@bezoar"', true],
    ['valid-after="20261105Z"', true],
    ['valid-after="20261105120000Z"', true],
    ['valid-after="20261105120001Z"', false],
    ['valid-before="20261105120000Z"', true],
    ['valid-before="202611051159Z"', false],
    ['valid-after="202611051159",valid-before="202611051201"', true],
    ['namespaces="*",valid-before="20200101Z"', false],
    ['valid-after="20270101Z",valid-before="20260101Z"', false],
    ['cert-authority', false],
    ['namespaces=decision@bezoar', false],
    ['verify-required', false],
  ])('agrees on who may sign with the options %j', async (options, expected) => {
    const key = softwareKey('ssh-ed25519');
    const line = `ann,bob ${options} ${key.line}`;
    const at = Date.UTC(2026, 10, 5, 12);
    const standsForAnn = (): boolean => {
      try {
        const standing = signerStanding(parseAllowedSigners(line), key.fingerprint, DECISION_NAMESPACE, at);
        return standing.allowed && standing.principals.includes('ann');
      } catch {
        return false;
      }
    };
    const theirs = await isTheirs(key.sign(MESSAGE, DECISION_NAMESPACE), line, ['-O', 'verify-time=20261105120000']);
    expect([standsForAnn(), theirs]).toEqual([expected, expected]);
  });

  it('signs with the public key of a key that only an agent holds', async () => {
    const keyPath = await makeKey('ed25519', 256);
    const socket = join(folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    const before = process.env.SSH_AUTH_SOCK;
    try {
      // The agent names its socket once it listens.
      await once(agent.stdout, 'data');
      process.env.SSH_AUTH_SOCK = socket;
      expect(await run('ssh-add', ['-q', keyPath])).toMatchObject({ code: 0 });
      await rm(keyPath);
      const options = { keyPath: `${keyPath}.pub`, namespace: DECISION_NAMESPACE };
      expect(isOurs(await signWithSshKeygen(MESSAGE, options))).toBe(true);
    } finally {
      agent.kill();
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
    }
  });

  it('says why it did not sign', async () => {
    const signing = signWithSshKeygen(MESSAGE, { keyPath: join(folder, 'nowhere'), namespace: DECISION_NAMESPACE });
    await expect(signing).rejects.toMatchObject({
      code: 'attest/sign-failed',
      message: expect.stringContaining('nowhere'),
    });
  });

  it('signs a decision that is accepted, by two people', async () => {
    const paths = [await makeKey('ed25519', 256), await makeKey('ecdsa', 384)];
    const statement = decisionBytes();
    const signed = paths.map((keyPath) => signWithSshKeygen(statement, { keyPath, namespace: DECISION_NAMESPACE }));
    const lines = await Promise.all(paths.map((path) => readFile(`${path}.pub`, 'utf8')));
    const allowedSigners = parseAllowedSigners(lines.map((line, index) => `person-${index} ${line}`).join(''));
    const judged = judgeDecision(soundCase({ signatures: await Promise.all(signed), allowedSigners }));
    expect(judged).toMatchObject({ accepted: true, signers: [{ principal: 'person-0' }, { principal: 'person-1' }] });
  });
});
