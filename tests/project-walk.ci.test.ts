import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, runBezoar } from './cli/command-line.test-support.ts';
import { unjustifiedCredit } from './cli/sample-files.test-support.ts';

const run = promisify(execFile);

/** The life of a project, from the command line alone, with keys that ssh-keygen made and a git remote. */
describe('a project whose people sign with ssh-keygen', () => {
  let home: string;
  let folder: string;
  const bezoar = (...args: string[]): Promise<Run> => runBezoar(args, { cwd: folder });
  const key = (name: string): string => join(home, `${name}.key`);
  const edit = async (from: string, to: string): Promise<void> => {
    const path = join(folder, 'THREATMODEL.md');
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  };
  const sign = (name: string, ...more: string[]): Promise<Run> =>
    bezoar('policy', 'sign', '--key', key(name), '--submitter', 'dave@example.com', ...more);

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'bezoar-project-'));
    folder = join(home, 'project');
    await mkdir(join(folder, 'keys'), { recursive: true });
    const lines: string[] = [];
    for (const name of ['alice', 'bob', 'mallory']) {
      await run('ssh-keygen', ['-q', '-t', name === 'bob' ? 'ecdsa' : 'ed25519', '-N', '', '-f', key(name)]);
      const [type, blob] = (await readFile(`${key(name)}.pub`, 'utf8')).split(' ');
      if (name !== 'mallory') lines.push(`${name}@example.com ${type} ${blob}\n`);
    }
    await writeFile(join(folder, 'keys', 'allowed_signers'), lines.join(''));
    await writeFile(join(folder, 'month.jsonl'), `${JSON.stringify(unjustifiedCredit('please', { account: 'a' }))}\n`);
    await run('git', ['init', '-q', '.'], { cwd: folder });
    await run('git', ['init', '-q', '--bare', join(home, 'remote.git')]);
    await run('git', ['remote', 'add', 'origin', join(home, 'remote.git')], { cwd: folder });
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('sets the first document with both signatures, and not with one', async () => {
    const written = await bezoar(
      'init',
      '--profile',
      'fine-tuner',
      '--action',
      'issue_credit',
      '--after',
      'lookup_order',
    );
    expect(written.exit).toBe(0);
    const first = await sign('alice', '--reason', 'first version, reviewed by both of us');
    expect(first).toMatchObject({ exit: 4, stdout: expect.stringContaining('1 of 2 signatures: alice@example.com') });
    const again = await sign('alice');
    expect(again).toMatchObject({ exit: 2, stderr: expect.stringContaining('decision/duplicate-signer') });
    const stranger = await sign('mallory');
    expect(stranger).toMatchObject({ exit: 2, stderr: expect.stringContaining('decision/unknown-signer') });
    const second = await sign('bob');
    expect(second).toMatchObject({ exit: 0, stdout: expect.stringMatching(/set {2}2 of 2 signatures/) });
  });

  it('takes a signature that was made elsewhere, by ssh-keygen alone', async () => {
    await edit('account: 2, cluster: 4', 'account: 1, cluster: 4');
    const waiting = await bezoar(
      'policy',
      'sign',
      '--reason',
      'one credit example per account',
      '--submitter',
      'd@e',
      '--json',
    );
    expect(waiting.exit).toBe(4);
    const { pending } = JSON.parse(waiting.stdout) as { pending: { folder: string } };
    const copy = join(home, 'elsewhere.json');
    await cp(join(pending.folder, 'statement.json'), copy);
    await run('ssh-keygen', ['-Y', 'sign', '-n', 'file', '-f', key('bob'), copy]);
    const wrong = await bezoar('policy', 'sign', '--signature', `${copy}.sig`);
    expect(wrong).toMatchObject({ exit: 2, stderr: expect.stringContaining('decision/wrong-namespace') });
    await rm(`${copy}.sig`);
    await run('ssh-keygen', ['-Y', 'sign', '-n', 'decision@bezoar', '-f', key('bob'), copy]);
    expect(await bezoar('policy', 'sign', '--signature', `${copy}.sig`)).toMatchObject({ exit: 0 });
  });

  it('fails a scan after a loosening that one of two signed, and passes after the second', async () => {
    await edit('account: 1, cluster: 4', 'account: 3, cluster: 4');
    expect(await bezoar('policy', 'diff')).toMatchObject({ exit: 1, stdout: expect.stringContaining('loosened') });
    expect(await sign('alice', '--reason', 'partners send three examples each')).toMatchObject({ exit: 4 });
    const loosened = await bezoar('scan', 'month.jsonl', '--json');
    const codes = (JSON.parse(loosened.stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);
    expect(codes).toContain('policy/document-loosened');
    expect(await sign('bob')).toMatchObject({ exit: 0 });
    const status = await bezoar('status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({ signature: { state: 'signed' } });
  });

  it('makes a decision over exact records with two signatures', async () => {
    const decide = (name: string, ...more: string[]): Promise<Run> =>
      bezoar(
        'decide',
        'tier-change',
        'month.jsonl',
        '--from',
        'open',
        '--to',
        'first-party-reviewed',
        '--key',
        key(name),
        '--submitter',
        'partner@example.com',
        ...more,
      );
    await writeFile(join(folder, 'review.json'), '{"read":1}');
    const first = await decide(
      'alice',
      '--reason',
      'verified partner export, all of it read',
      '--evidence',
      'review.json',
    );
    expect(first).toMatchObject({ exit: 4, stderr: expect.stringContaining('scope.count: 1') });
    expect(await decide('bob')).toMatchObject({ exit: 0, stdout: expect.stringContaining('made') });
    expect(await bezoar('ledger', 'show', '--kind', 'decision.tier')).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('alice@example.com, bob@example.com'),
    });
  });

  it('is anchored on a remote, and a ledger that was set back is caught', async () => {
    await cp(join(folder, '.bezoar', 'ledger'), join(home, 'older'), { recursive: true });
    expect(await bezoar('ledger', 'anchor')).toMatchObject({ exit: 0 });
    const local = JSON.parse((await bezoar('ledger', 'verify', '--json')).stdout) as Readonly<Record<string, unknown>>;
    expect(local).toMatchObject({
      trust: 'ANCHORED',
      verdict: 'intact',
      trustDetail: { gitAnchors: 1, pushedAnchors: 0 },
    });
    await run('git', ['push', '-q', 'origin', 'bezoar-anchors'], { cwd: folder });
    const pushed = await bezoar('ledger', 'verify', '--json');
    expect(JSON.parse(pushed.stdout)).toMatchObject({ trust: 'ANCHORED', trustDetail: { pushedAnchors: 1 } });
    await cp(join(folder, '.bezoar', 'ledger'), join(home, 'newer'), { recursive: true });
    await rm(join(folder, '.bezoar', 'ledger'), { recursive: true });
    await cp(join(home, 'older'), join(folder, '.bezoar', 'ledger'), { recursive: true });
    const back = await bezoar('ledger', 'verify', '--json');
    expect(JSON.parse(back.stdout)).toMatchObject({ trust: 'SELF-ATTESTED', verdict: 'altered', exit: 1 });
    expect(back.stdout).toContain('ledger/rolled-back');
    await rm(join(folder, '.bezoar', 'ledger'), { recursive: true });
    const gone = await bezoar('ledger', 'verify', '--json');
    expect(JSON.parse(gone.stdout)).toMatchObject({ verdict: 'altered', exit: 1 });
    await cp(join(home, 'newer'), join(folder, '.bezoar', 'ledger'), { recursive: true });
  });

  it('names the log that git anchors when somebody put another one, with another key, in its place', async () => {
    const { origin } = JSON.parse((await bezoar('ledger', 'verify', '--json')).stdout) as { origin: string };
    const document = await readFile(join(folder, 'THREATMODEL.md'), 'utf8');
    await rename(join(folder, '.bezoar'), join(home, 'state'));
    await writeFile(join(folder, 'THREATMODEL.md'), document.replace(/^ledger: .*$/m, 'pipeline: []'));
    expect(await bezoar('scan', 'month.jsonl')).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('(unsigned)'),
    });
    const { stdout } = await bezoar('ledger', 'verify', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'intact', trust: 'SELF-ATTESTED' });
    expect(stdout).toContain(`git also anchors ${origin}`);
    await rm(join(folder, '.bezoar'), { recursive: true });
    await rename(join(home, 'state'), join(folder, '.bezoar'));
    await writeFile(join(folder, 'THREATMODEL.md'), document);
  });

  it('lets someone without the project verify a copy, with the key and a kept checkpoint', async () => {
    const { verifierKey } = JSON.parse((await bezoar('ledger', 'prove', '0', '--json')).stdout) as {
      verifierKey: string;
    };
    const elsewhere = join(home, 'auditor');
    await mkdir(elsewhere);
    await cp(join(folder, '.bezoar', 'ledger'), join(elsewhere, 'ledger'), { recursive: true });
    const kept = join(home, 'older', 'checkpoint');
    const args = ['ledger', 'verify', '--ledger', 'ledger', '--verifier-key', verifierKey, '--json'];
    const alone = await runBezoar(args, { cwd: elsewhere });
    expect(JSON.parse(alone.stdout)).toMatchObject({ verdict: 'intact', trust: 'SELF-ATTESTED' });
    const anchored = await runBezoar([...args, '--checkpoint', kept], { cwd: elsewhere });
    expect(JSON.parse(anchored.stdout)).toMatchObject({ verdict: 'intact', trust: 'ANCHORED' });
  });

  it('is witnessed by someone with a copy, who signs nothing that does not extend what they signed', async () => {
    const elsewhere = join(home, 'auditor');
    const { verifierKey } = JSON.parse((await bezoar('ledger', 'prove', '0', '--json')).stdout) as {
      verifierKey: string;
    };
    const cosign = (copy: string): Promise<Run> =>
      runBezoar(
        [
          'ledger',
          'cosign',
          '--ledger',
          copy,
          '--verifier-key',
          verifierKey,
          '--witness-key',
          'w.pem',
          '--out',
          'w.checkpoint',
          '--json',
        ],
        { cwd: elsewhere },
      );
    const signed = JSON.parse((await cosign('ledger')).stdout) as { verdict: string; witness: string; size: number };
    expect(signed).toMatchObject({ verdict: 'cosigned' });
    const before = await readFile(join(elsewhere, 'w.checkpoint'), 'utf8');
    const older = JSON.parse((await cosign(join(home, 'older'))).stdout) as Readonly<Record<string, unknown>>;
    expect(older).toMatchObject({ verdict: 'refused', exit: 1 });
    expect(await readFile(join(elsewhere, 'w.checkpoint'), 'utf8')).toBe(before);
    await mkdir(join(folder, '.bezoar', 'witnessed'));
    await cp(join(elsewhere, 'w.checkpoint'), join(folder, '.bezoar', 'witnessed', 'w.checkpoint'));
    const trust = async (): Promise<unknown> => JSON.parse((await bezoar('ledger', 'verify', '--json')).stdout);
    expect(await trust()).toMatchObject({ trust: 'ANCHORED' });
    await appendFile(
      join(folder, 'THREATMODEL.md'),
      `\n\`\`\`yaml bezoar\ncontrol: policy/witness\nwitnesses: ["${signed.witness}"]\nrequire: 1\n\`\`\`\n`,
    );
    expect(await trust()).toMatchObject({ trust: 'WITNESSED', trustDetail: { witnessedSize: signed.size } });
  });
});
