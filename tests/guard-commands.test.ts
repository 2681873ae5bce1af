import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '@bezoar/core';
import { createGuard, type GuardedRequest, parseGuardPolicy } from '@bezoar/guard';
import { openSqliteStore } from '@bezoar/guard/sqlite';
import { compilePolicy, drift, status } from '@bezoar/operations';
import {
  guardRequests,
  guardSeal,
  guardSettle,
  guardStop,
  guardVote,
  requestsBlocks,
  requestsHeadline,
} from '@bezoar/operations/guard';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractFaults } from './cli/json-contract.test-support.ts';

const DOCUMENT = `# Support

\`\`\`yaml bezoar
version: 1
profile: agent
change: { loosen: 1 signature }
\`\`\`

\`\`\`yaml bezoar
control: actions
actions:
  issue_credit:
    amount: { argument: cents, currency: USD, unit: minor }
    once_per: [order]
    ceilings: { account: 50.00 USD / 30d }
    approval: { above: 10.00 USD, expires: 15m, approvers: 1 }
\`\`\`

\`\`\`yaml bezoar
control: guard/approvals
\`\`\`
`;

const ANNA = { account: 'anna', tenant: 'acme' };

/** Every command's document keeps the contract of `--json`. */
function kept<T extends { readonly exit: number }>(document: T): T {
  expect(contractFaults(JSON.parse(JSON.stringify(document)), document.exit)).toEqual([]);
  return document;
}

/** A thousand newer requests like the first, and as many older actions that were not settled yet, with other ends. */
function copyRows(file: string, ends: { readonly expiresAt: number; readonly executeBy: number }): void {
  const { expiresAt, executeBy } = ends;
  const database = new Database(file);
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)';
  const id = 'lower(hex(randomblob(16)))';
  database.exec(`${numbers} INSERT INTO approvals (id, state, expires_at, body)
    SELECT ${id}, 'pending', ${expiresAt}, json_set(body, '$.expiresAt', ${expiresAt})
    FROM n, (SELECT body FROM approvals WHERE number = 1)`);
  database.exec(`CREATE TEMP TABLE copied AS ${numbers} SELECT ${id} AS id, body FROM n,
    (SELECT body FROM reservations ORDER BY receipt DESC LIMIT 1)`);
  database.exec(`INSERT INTO receipts (sequence, id, body) SELECT (SELECT min(sequence) FROM receipts) - rowid, id,
    (SELECT body FROM receipts ORDER BY sequence DESC LIMIT 1) FROM copied`);
  database.exec(`INSERT INTO reservations (receipt, id, action, state, is_open, settled_at, body)
    SELECT r.sequence, c.id, 'issue_credit', 'reserved', 1, NULL, json_set(c.body, '$.executeBy', ${executeBy})
    FROM copied c JOIN receipts r ON r.id = c.id`);
  database.close();
}

describe('the commands of a guard', () => {
  let folder: string;
  let location: { readonly workingDirectory: string };
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bezoar-guard-')));
    await mkdir(join(folder, '.git'));
    await mkdir(join(folder, '.bezoar'));
    await writeFile(join(folder, 'THREATMODEL.md'), DOCUMENT);
    location = { workingDirectory: folder };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Another process of the same project: a host that embeds the guard. */
  async function inHost<T>(
    work: (credit: (request: GuardedRequest) => Promise<{ readonly decision: string }>) => Promise<T>,
    options: { readonly fails?: boolean; readonly mode?: 'shadow' } = {},
  ): Promise<T> {
    const { compiled } = await compilePolicy({ location });
    const database = new Database(join(folder, '.bezoar', 'guard.db'));
    const store = await openSqliteStore({ database });
    const opened = await createGuard({
      policy: parseGuardPolicy(canonicalJson(compiled)),
      store,
      ...(options.mode === undefined ? {} : { mode: options.mode }),
    });
    try {
      return await work(
        opened.guard('issue_credit', async () => {
          if (options.fails === true) throw new Error('time-out of the credit service');
        }),
      );
    } finally {
      await opened.drain();
      await store.close();
    }
  }

  const ask = (order: string, cents: number, approval?: string): GuardedRequest => ({
    principal: ANNA,
    arguments: { order, cents },
    ...(approval === undefined ? {} : { approval }),
  });

  it('show what waits, take a vote of somebody else, and let exactly that call pass', async () => {
    expect(await inHost((credit) => credit(ask('1', 2000)))).toMatchObject({ decision: 'needs-approval' });
    const waiting = kept(await guardRequests({ location }));
    expect(waiting).toMatchObject({ verdict: 'waiting', exit: 4 });
    const [request] = waiting.requests;
    expect(request).toMatchObject({ arguments: { order: '1', cents: 2000 }, requester: 'anna', reversible: false });
    const id = request!.id;
    await expect(guardVote({ location, id, decision: 'approve', approver: ' ANNA' })).rejects.toMatchObject({
      code: 'guard/not-an-approver',
    });
    await expect(
      guardVote({ location, id: 'f'.repeat(32), decision: 'approve', approver: 'ben' }),
    ).rejects.toMatchObject({
      code: 'guard/no-such-request',
    });
    expect(await guardVote({ location, id, decision: 'approve', approver: 'ben' })).toMatchObject({
      verdict: 'approved',
    });
    expect(await inHost((credit) => credit(ask('1', 2001, id)))).toMatchObject({ code: 'guard/approval-refused' });
    expect(await inHost((credit) => credit(ask('1', 2000, id)))).toMatchObject({ decision: 'allow' });
    expect(await guardRequests({ location })).toMatchObject({ verdict: 'none', exit: 0 });
  });

  it('say when more waits than they list, and let nothing that expired or is in flight hide it', async () => {
    expect(await inHost((credit) => credit(ask('1', 2000)))).toMatchObject({ decision: 'needs-approval' });
    await expect(inHost((credit) => credit(ask('2', 500)), { fails: true })).rejects.toThrow('time-out');
    const alone = kept(await guardRequests({ location }));
    expect(alone.more).toEqual({ requests: false, unknown: false });
    const [waiting] = alone.requests;
    const [unknown] = alone.unknown;
    const [past, future] = [Date.now() - 1, Date.now() + 600_000];
    copyRows(join(folder, '.bezoar', 'guard.db'), { expiresAt: past, executeBy: future });
    const flooded = kept(await guardRequests({ location }));
    expect(flooded).toMatchObject({ requests: [waiting], unknown: [unknown] });
    expect(flooded.more).toEqual({ requests: false, unknown: false });
    copyRows(join(folder, '.bezoar', 'guard.db'), { expiresAt: future, executeBy: past });
    const full = kept(await guardRequests({ location }));
    expect([full.requests.length, full.unknown.length]).toEqual([1000, 1000]);
    expect(full.more).toEqual({ requests: true, unknown: true });
    expect(requestsHeadline(full).sentence).toContain('more than 1000 to approve, more than 1000 of unknown outcome');
    const notes = requestsBlocks(full).flatMap((block) => (block.kind === 'text' ? block.lines : []));
    expect(notes.join(' ')).toMatch(/newest 1000; older ones wait too.*oldest 1000; settle them/);
  });

  it('count only signed votes where approvers have keys', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const keys = join(folder, 'approvers');
    await mkdir(keys);
    await writeFile(join(keys, 'ben.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
    await writeFile(join(folder, 'ben.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await inHost((credit) => credit(ask('1', 2000)));
    const id = (await guardRequests({ location })).requests[0]!.id;
    const vote = { location, id, decision: 'approve' as const, approverKeys: keys };
    const keyFile = join(folder, 'ben.key');
    const { binding } = (await guardRequests({ location })).requests[0]!;
    await expect(guardVote({ ...vote, approver: 'ben' })).rejects.toThrow('not signed');
    await expect(guardVote({ ...vote, approver: 'ben', keyFile })).rejects.toMatchObject({
      code: 'guard/binding-needed',
    });
    await expect(guardVote({ ...vote, approver: 'ben', keyFile, binding: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'guard/binding-differs',
    });
    await expect(guardVote({ ...vote, approver: 'carla', keyFile, binding })).rejects.toThrow('no key of theirs');
    // A vote that somebody cast without the keys does not count, and locks nobody out.
    const { approverKeys: _, ...loose } = vote;
    expect(await guardVote({ ...loose, approver: 'eve' })).toMatchObject({ verdict: 'approved' });
    expect(await guardVote({ ...vote, approver: 'ben', keyFile, binding })).toMatchObject({ verdict: 'approved' });
  });

  it('stop an action in every process, without a document that can be read, and let it go on', async () => {
    await expect(guardStop({ location, order: 'stop', reason: 'x', by: 'ops' })).rejects.toMatchObject({
      code: 'guard/store-not-opened',
    });
    await inHost(async () => undefined);
    await expect(guardStop({ location, order: 'resume', reason: 'x', by: 'ops' })).rejects.toMatchObject({
      code: 'guard/not-stopped',
    });
    await expect(guardStop({ location, order: 'stop', action: 'issue_credt', reason: 'x', by: 'ops' })).rejects.toThrow(
      'did you mean `issue_credit`',
    );
    await writeFile(join(folder, 'THREATMODEL.md'), '# broken\n```yaml bezoar\nversion: [\n```\n');
    const stopped = kept(await guardStop({ location, order: 'stop', reason: 'incident 42', by: 'ops' }));
    expect(stopped).toMatchObject({ verdict: 'stopped', stops: [{ action: '', by: 'ops' }] });
    await writeFile(join(folder, 'THREATMODEL.md'), DOCUMENT);
    expect(await inHost((credit) => credit(ask('1', 500)))).toMatchObject({ code: 'guard/stopped' });
    expect(await guardStop({ location, order: 'resume', reason: 'over', by: 'ops' })).toMatchObject({
      verdict: 'running',
    });
    expect(await inHost((credit) => credit(ask('1', 500)))).toMatchObject({ decision: 'allow' });
  });

  it('list what nobody knows, hold it, and settle it by the word of a person who looked', async () => {
    await expect(inHost((credit) => credit(ask('1', 1000)), { fails: true })).rejects.toThrow('time-out');
    expect(await inHost((credit) => credit(ask('1', 1000)))).toMatchObject({ code: 'guard/outcome-unknown' });
    const waiting = await guardRequests({ location });
    expect(waiting.findings.map(({ code }) => code)).toEqual(['guard/outcome-unknown']);
    const { reservation } = waiting.unknown[0]!;
    expect(await guardSettle({ location, reservation, outcome: 'failed', by: 'ops' })).toMatchObject({
      verdict: 'failed',
    });
    await expect(guardSettle({ location, reservation, outcome: 'done', by: 'ops' })).rejects.toMatchObject({
      code: 'guard/settled-already',
    });
    expect(await inHost((credit) => credit(ask('1', 1000)))).toMatchObject({ decision: 'allow' });
  });

  it('seal receipts in the ledger, which is the evidence that the control is enforced', async () => {
    const stateOf = async () =>
      (await status({ location })).steps
        .flatMap(({ controls }) => controls)
        .find(({ control }) => control === 'actions');
    expect(await stateOf()).toMatchObject({ state: 'never exercised', command: 'bezoar guard serve' });
    await inHost((credit) => credit(ask('1', 500)));
    await inHost((credit) => credit(ask('2', 9000)));
    const sealed = kept(await guardSeal({ location }));
    expect(sealed).toMatchObject({
      verdict: 'sealed',
      receipts: { from: 0, to: 3 },
      decisions: { allowed: 1, denied: 1, settled: 1 },
      ledger: { index: 0 },
    });
    expect(await stateOf()).toMatchObject({ state: 'enforced' });
    expect(await guardSeal({ location })).toMatchObject({ verdict: 'nothing-new', exit: 0 });
    const drifted = await drift({ location });
    expect(drifted.drifts.filter(({ control }) => control === 'actions')).toEqual([]);
  });

  it('see a store that was replaced, cut or rewritten behind what was sealed', async () => {
    await inHost((credit) => credit(ask('1', 500)));
    await guardSeal({ location });
    const path = join(folder, '.bezoar', 'guard.db');
    for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
    await inHost((credit) => credit(ask('1', 500)));
    expect(await guardSeal({ location })).toMatchObject({
      verdict: 'broken',
      exit: 1,
      findings: [{ code: 'guard/receipts-broken', severity: 'critical' }],
      ledger: null,
    });
    expect((await drift({ location })).drifts).toContainEqual(
      expect.objectContaining({
        control: 'actions',
        observed: expect.stringContaining('not the one that the ledger knows'),
      }),
    );
  });

  it('do not take decisions of shadow mode for evidence', async () => {
    expect(await inHost((credit) => credit(ask('1', 9000)), { mode: 'shadow' })).toMatchObject({ decision: 'allow' });
    const sealed = await guardSeal({ location });
    expect(sealed.findings.map(({ code }) => code)).toEqual(['guard/shadow-mode']);
    const controls = (await status({ location })).steps.flatMap((step) => step.controls);
    expect(controls.find(({ control }) => control === 'actions')).toMatchObject({ state: 'never exercised' });
  });
});
