import { cp, rm } from 'node:fs/promises';
import { openLedgerReader } from '@bezoar/ledger';
import { DRIFT_CHECKS, type DriftDocument, drift, ledgerAnchor, ledgerVerify, scan } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { evidencePath, KEYS, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob } = KEYS;

const ledgerDrift = ({ location, clock }: TestProject): Promise<DriftDocument> =>
  drift({ location, clock, checks: DRIFT_CHECKS.filter(({ name }) => name === 'ledger verified') });

/** A project whose ledger holds two signed documents and agrees with itself. */
function withLedger<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  return withProject({}, async (project) => {
    await project.sign([alice, bob]);
    await project.edit({ failOn: 'low' });
    await project.sign([alice]);
    expect(await ledgerDrift(project)).toMatchObject({ verdict: 'none', exit: 0, drifts: [], undecided: [] });
    return use(project);
  });
}

async function flip(project: TestProject, path: string, at: number): Promise<void> {
  const bytes = await project.read(path);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  await project.write(path, bytes);
}

/** Where the newest entry's document lies. */
async function newestPayload(project: TestProject): Promise<string> {
  const reader = await openLedgerReader(project.at('.bezoar/ledger'));
  return evidencePath((await reader.entry(reader.size - 1)).payload!.sha256);
}

describe('drift of the ledger', () => {
  it.each([
    ['an entry bundle', 'tile/entries/000.p/2', 60],
    ['the end of an entry bundle', 'tile/entries/000.p/2', -1],
    ['a tile', 'tile/0/000.p/2', 3],
    ['the checkpoint', 'checkpoint', -8],
  ])('is found where a bit of %s was flipped', async (_, file, at) => {
    await withLedger(async (project) => {
      await flip(project, `.bezoar/ledger/${file}`, at);
      const document = await ledgerDrift(project);
      expect(document).toMatchObject({ verdict: 'drift', outcome: 'adverse', exit: 1 });
      expect(document.findings.map(({ code }) => code)).toContain('ledger/altered');
    });
  });

  it('is found where a scan meets a ledger that was altered, with everything that it found', async () => {
    await withLedger(async (project) => {
      await flip(project, '.bezoar/ledger/tile/entries/000.p/2', 60);
      const { document } = await scan({
        files: ['months/clean.jsonl'],
        project: project.location,
        clock: project.clock,
      });
      expect(document.policy?.state).toBe('unknown');
      expect(document.findings.map(({ code }) => code)).toContain('ledger/altered');
      expect(document.outcome).not.toBe('ok');
    });
  });

  it('is found where evidence was altered', async () => {
    await withLedger(async (project) => {
      await flip(project, await newestPayload(project), 100);
      const document = await ledgerDrift(project);
      expect(document.findings).toMatchObject([{ code: 'ledger/evidence-altered', severity: 'high' }]);
      expect(document.exit).toBe(1);
    });
  });

  it('is found where evidence is missing', async () => {
    await withLedger(async (project) => {
      await rm(project.at(await newestPayload(project)));
      const document = await ledgerDrift(project);
      expect(document.findings).toMatchObject([{ code: 'ledger/evidence-missing', subject: 'entry 1' }]);
      expect(document.verdict).toBe('drift');
    });
  });

  it('is found where the ledger is shorter than an anchor in git', async () => {
    await withLedger(async (project) => {
      const { location, clock } = project;
      project.git('init', '-q');
      await cp(project.at('.bezoar/ledger'), project.at('kept'), { recursive: true });
      const anchor = await ledgerAnchor({ location, clock });
      expect(anchor).toMatchObject({ size: 3, branch: 'bezoar-anchors' });
      expect(await ledgerDrift(project)).toMatchObject({ verdict: 'none' });
      expect(await ledgerVerify({ location, clock, checkpoints: [] })).toMatchObject({
        verdict: 'intact',
        trust: 'ANCHORED',
      });
      await rm(project.at('.bezoar/ledger'), { recursive: true });
      await cp(project.at('kept'), project.at('.bezoar/ledger'), { recursive: true });
      const document = await ledgerDrift(project);
      expect(document.findings).toMatchObject([{ code: 'ledger/rolled-back', severity: 'critical' }]);
      expect(document.exit).toBe(1);
    });
  });

  it('is found where the ledger is gone and git still holds its anchor', async () => {
    await withLedger(async (project) => {
      const { location, clock } = project;
      project.git('init', '-q');
      await ledgerAnchor({ location, clock });
      await rm(project.at('.bezoar/ledger'), { recursive: true });
      expect(await ledgerDrift(project)).toMatchObject({ verdict: 'drift', exit: 1 });
    });
  });

  it('is not found where somebody else put a note on the anchor branch', async () => {
    await withLedger(async (project) => {
      const { location, clock } = project;
      project.git('init', '-q');
      await ledgerAnchor({ location, clock });
      const name = project.git('ls-tree', '--name-only', 'bezoar-anchors').trim();
      project.git('symbolic-ref', 'HEAD', 'refs/heads/bezoar-anchors');
      await project.write(name, 'bezoar/another\n99\nAAAA\n\n— bezoar/another AAAA\n');
      project.git('add', name);
      project.git('commit', '-q', '-m', 'not an anchor');
      expect(await ledgerDrift(project)).toMatchObject({ verdict: 'none' });
      const { trust, trustDetail } = await ledgerVerify({ location, clock, checkpoints: [] });
      expect(trust).toBe('ANCHORED');
      expect(trustDetail.remarks.join('\n')).toContain('not signed by this log');
    });
  });
});
