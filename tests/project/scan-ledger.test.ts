import { createPrivateKey, createPublicKey } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { sha256 } from '@bezoar/core';
import {
  dsseKeyId,
  getEvidence,
  type LedgerEntry,
  openLedgerReader,
  parseBundle,
  parseStatement,
  parseTestResult,
  type TestResult,
  verifyBundle,
} from '@bezoar/ledger';
import { type ScanDocument, type ScanOptions, scan } from '@bezoar/operations';
import { describe, expect, it, vi } from 'vitest';
import { cleanMonth, jsonLines, plantedMonth } from './months.test-support.ts';
import { errorOf, KEYS, ledgerSigner, type TestProject, withProject } from './project.test-support.ts';

// A writer waits for another one's lock; nothing here is to wait for real.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

async function scanHere(
  { location, clock }: TestProject,
  files: readonly string[],
  options: Partial<ScanOptions> = {},
): Promise<ScanDocument> {
  return (await scan({ files, project: location, clock, workers: 1, ...options })).document;
}

async function entriesOf(project: TestProject): Promise<LedgerEntry[]> {
  const reader = await openLedgerReader(project.at('.bezoar/ledger'), {
    verifierKey: (await ledgerSigner(project)).verifierKey,
  });
  const entries: LedgerEntry[] = [];
  for await (const entry of reader.entries()) entries.push(entry);
  return entries;
}

/** The statement that an entry points at, verified with the ledger's key. */
async function testResultOf(
  project: TestProject,
  { payload }: LedgerEntry,
): Promise<{ readonly subject: unknown; readonly result: TestResult }> {
  const key = createPublicKey(createPrivateKey(await project.read('.bezoar/keys/ledger.pem')));
  const bundle = parseBundle(await getEvidence(project.at('.bezoar/cas'), payload!.sha256));
  const verdict = verifyBundle(bundle, [{ keyId: dsseKeyId(key), key }]);
  if (!verdict.accepted) throw new Error(verdict.message);
  const statement = parseStatement(verdict.payload);
  return { subject: statement.subject, result: parseTestResult(statement) };
}

describe('a scan in a project', () => {
  it('is one entry, whose signed statement names corpus, document, every input and the report that is kept', async () => {
    await withProject({}, async (project) => {
      const document = await scanHere(project, ['months/clean.jsonl']);
      const entries = await entriesOf(project);
      expect(entries).toHaveLength(1);
      const [entry] = entries;
      expect(document.ledger).toMatchObject({ index: 0, size: 1, root: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const subject = [{ name: 'corpus', digest: { sha256: document.corpus.sha256 } }];
      const policy = sha256(await project.read('THREATMODEL.md'));
      expect(entry).toMatchObject({
        kind: 'corpus.scan',
        subject,
        policy,
        at: new Date(project.clock()).toISOString(),
      });
      expect(entry?.detail).toMatchObject({
        verdict: 'clean',
        exit: 0,
        controls: ['corpus/hazards', 'corpus/phrases', 'corpus/near-duplicates', 'corpus/anomalies'],
        records: cleanMonth().length,
        report: document.ledger?.report,
      });
      const statement = await testResultOf(project, entry!);
      expect(statement.subject).toEqual(subject);
      const digests = new Map(statement.result.configuration.map(({ name, digest }) => [name, digest?.sha256]));
      expect(Object.fromEntries(digests)).toEqual({
        'THREATMODEL.md': policy,
        report: document.ledger?.report,
        'month: months/clean.jsonl': sha256(await project.read('months/clean.jsonl')),
        'trusted: months/trusted.jsonl': sha256(await project.read('months/trusted.jsonl')),
      });
      expect(statement.result).toMatchObject({
        result: 'PASSED',
        passedTests: ['corpus/hazards', 'corpus/phrases', 'corpus/near-duplicates', 'corpus/anomalies'],
        warnedTests: [],
        failedTests: [],
      });
      const stored = await getEvidence(project.at('.bezoar/cas'), document.ledger!.report);
      expect(JSON.parse(Buffer.from(stored).toString('utf8'))).toEqual({ ...document, ledger: null });
    });
  });

  it('is one entry each time, unless it is only to compare', async () => {
    await withProject({}, async (project) => {
      expect((await scanHere(project, ['months/clean.jsonl'], { log: false })).ledger).toBeNull();
      await expect(project.read('.bezoar/ledger/checkpoint')).rejects.toThrow('ENOENT');
      await project.sign([KEYS.alice, KEYS.bob]);
      expect((await scanHere(project, ['months/clean.jsonl'])).ledger).toMatchObject({ index: 1, size: 2 });
      expect(await entriesOf(project)).toHaveLength(2);
    });
  });

  it.each([
    ['a planted record', () => jsonLines(plantedMonth()), 'corpus/hazards'],
    ['a line that cannot be read', () => `${jsonLines(cleanMonth())}{"messages": oops}\n`, 'corpus/sources'],
  ])('has failed, and never passed, with %s', async (_, content, control) => {
    await withProject({}, async (project) => {
      await project.write('months/bad.jsonl', content());
      const document = await scanHere(project, ['months/bad.jsonl']);
      expect(document.outcome).not.toBe('ok');
      const [entry] = await entriesOf(project);
      const { result } = await testResultOf(project, entry!);
      expect(result.result).toBe('FAILED');
      expect(result.failedTests).toContain(control);
      expect(result.passedTests).not.toContain(control);
    });
  });

  it('does not pass controls over a corpus of which nothing could be read', async () => {
    await withProject({}, async (project) => {
      await project.write('months/bad.jsonl', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x0a, 0x80]));
      await scanHere(project, ['months/bad.jsonl']);
      const [entry] = await entriesOf(project);
      expect((await testResultOf(project, entry!)).result.passedTests).toEqual([]);
    });
  });
});

describe('a scan that cannot be logged', () => {
  const GOOD = '.bezoar/keys/ledger.pem';

  it.each<readonly [string, (project: TestProject) => Promise<void>, string]>([
    ['another writer holds the ledger', (project) => project.write('.bezoar/ledger/lock', '{"pid":1'), 'lock'],
    [
      'nothing can be written',
      async (project) => {
        await project.write('.bezoar/cas', 'a file where a folder should be');
      },
      'cas',
    ],
    [
      'the state folder is a file',
      async (project) => {
        await project.write('.bezoar', '');
      },
      '.bezoar',
    ],
    ['the key is another one', (project) => project.write(GOOD, 'no key'), 'ledger.pem'],
  ])('ends in an error that keeps what was found, where %s', async (_, damage, part) => {
    await withProject({}, async (project) => {
      await project.write('months/planted.jsonl', jsonLines(plantedMonth()));
      await damage(project);
      const document = await scanHere(project, ['months/planted.jsonl']);
      expect(document).toMatchObject({ outcome: 'error', exit: 2, ledger: null, verdict: 'findings' });
      const codes = document.findings.map(({ code }) => code);
      expect(codes).toContain('corpus/hazard-without-precondition');
      expect(codes).toContain('ledger/not-written');
      const finding = document.findings.find(({ code }) => code === 'ledger/not-written');
      expect(finding?.message).toContain(part);
    });
  });

  it('ends in an error where the document pins a key whose private part is elsewhere, and makes none', async () => {
    await withProject({}, async (project) => {
      await project.sign([KEYS.alice]);
      const { verifierKey } = await ledgerSigner(project);
      await project.edit({ blocks: [`control: policy/keys\nledger: "${verifierKey}"`] });
      const pem = await project.read(GOOD);
      await rm(project.at(GOOD));
      const document = await scanHere(project, ['months/clean.jsonl']);
      expect(document).toMatchObject({ outcome: 'error', exit: 2, ledger: null });
      expect(document.findings).toMatchObject([{ code: 'ledger/not-written', severity: 'high' }]);
      expect(document.findings[0]?.message).toContain('BEZOAR_LEDGER_KEY');
      await expect(project.read(GOOD)).rejects.toThrow('ENOENT');
      await project.write('elsewhere/ledger.pem', pem);
      const location = { ...project.location, ledgerKeyFile: 'elsewhere/ledger.pem' };
      const { document: named } = await scan({ files: ['months/clean.jsonl'], project: location, workers: 1 });
      expect(named).toMatchObject({ outcome: 'ok', ledger: { index: 0 } });
    });
  });

  it('leaves no entry behind where it was interrupted before', async () => {
    await withProject({}, async (project) => {
      const interruption = new AbortController();
      interruption.abort(new Error('stopped'));
      const stopped = scanHere(project, ['months/clean.jsonl'], { signal: interruption.signal });
      expect((await errorOf(stopped)).message).toBe('stopped');
      await expect(project.read('.bezoar/ledger/checkpoint')).rejects.toThrow('ENOENT');
    });
  });
});
