import { generateKeyPairSync } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import {
  bundleBytes,
  createBundle,
  createTestResult,
  createVerificationResult,
  type LedgerEntry,
  openLedgerReader,
  putEvidence,
  signEnvelope,
} from '@bezoar/ledger';
import { describe, expect, it } from 'vitest';
import { appendEntry, logRun, type RunRecord } from '../../packages/operations/src/ledger/log-run.ts';
import { errorOf, evidencePath, KEYS, ledgerSigner, type TestProject } from '../project/project.test-support.ts';
import { gatePath, overrideWith, promotePath, reasonsOf, verifyPath, withGate } from './promotion.test-support.ts';
import { gated, opened } from './verdicts.test-support.ts';

const DIGEST = sha256('weights');

const entryOf = async ({ at }: TestProject, index: number): Promise<LedgerEntry> =>
  (await openLedgerReader(at('.bezoar/ledger'))).entry(index);

/** Logs a copy of an entry with changes, as whoever holds the ledger's key could. */
async function logAgain(project: TestProject, index: number, change: Partial<LedgerEntry>): Promise<number> {
  const entry = { ...(await entryOf(project, index)), ...change };
  return (await appendEntry(await opened(project), await ledgerSigner(project), entry)).index;
}

/** Why the newest verdict about the model does not hold. */
async function fault(project: TestProject): Promise<string> {
  const refused = await promotePath(project);
  expect(refused).toMatchObject({ verdict: 'refused', exit: 1, ledger: null });
  expect(reasonsOf(refused)).toEqual(['verdict-not-held']);
  expect(reasonsOf(await verifyPath(project))).toEqual(['verdict-not-held']);
  return refused.findings[0]!.message;
}

describe('a verdict does not hold', () => {
  it.each([
    ['statement', async (project: TestProject, index: number) => (await entryOf(project, index)).payload!.sha256],
    ['report', async (project: TestProject, index: number) => String((await entryOf(project, index)).detail!.report)],
    [
      'plan',
      async (project: TestProject, index: number) =>
        (await entryOf(project, (await entryOf(project, index)).refs[0]!)).payload!.sha256,
    ],
  ])('where its %s was altered or is gone', async (_, digestOf) => {
    await withGate({}, async (project) => {
      const { index } = await gatePath(project, 'model.bin');
      await promotePath(project);
      const path = evidencePath(await digestOf(project, index));
      const text = (await project.read(path)).toString('utf8');
      await project.write(path, text.replace(/.$/, ' '));
      expect(await fault(project)).toContain('digest');
      await rm(project.at(path));
      expect(await fault(project)).toContain('digest');
      await project.write(path, text);
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
    });
  });

  it('where another key signed it, whatever it is called', async () => {
    await withGate({}, async (project) => {
      const { index } = await gatePath(project, 'model.bin');
      const { payload } = await entryOf(project, index);
      const bundle = JSON.parse((await project.read(evidencePath(payload!.sha256))).toString('utf8'));
      const statement = Buffer.from(bundle.dsseEnvelope.payload, 'base64');
      const { privateKey } = generateKeyPairSync('ed25519');
      const own = createBundle(signEnvelope(statement, privateKey));
      const named = { ...own, verificationMaterial: bundle.verificationMaterial };
      for (const forged of [own, named]) {
        const bytes = bundleBytes(forged);
        const digest = await putEvidence(project.at('.bezoar/cas'), bytes);
        await logAgain(project, index, { payload: { ...payload!, sha256: digest, size: bytes.length } });
        expect(await fault(project)).toMatch(/does not hold/);
      }
    });
  });

  it('where its plan came after it, is missing, or was used before', async () => {
    await withGate({}, async (project) => {
      const { index, preregistration } = await gatePath(project, 'model.bin');
      await logAgain(project, index, {});
      expect(await fault(project)).toContain(`entry ${index} is the verdict on its plan`);
      for (const refs of [[], [0], [index]]) {
        await logAgain(project, index, { refs });
        expect(await fault(project)).toContain('nothing was fixed before');
      }
      // A plan that comes later cannot even be referred to.
      const ahead = logAgain(project, index, { refs: [index + 50] });
      expect(await errorOf(ahead)).toMatchObject({ name: 'UsageError' });
      expect(await logAgain(project, preregistration, {})).toBeGreaterThan(index);
      expect(await fault(project)).toContain('nothing was fixed before');
    });
  });

  it('where the plan was fixed under another document, or for other questions', async () => {
    await withGate({}, async (project) => {
      const { index, preregistration } = await gatePath(project, 'model.bin');
      const other = await logAgain(project, preregistration, { policy: 'a'.repeat(64) });
      await logAgain(project, index, { refs: [other] });
      expect(await fault(project)).toContain('its plan is not the one');
      const easier = await gated(project, { seed: '2' });
      const spare = await logAgain(project, easier.preregistration, {});
      await logAgain(project, index, { refs: [spare] });
      expect(await fault(project)).toContain('its plan is not the one');
      await logAgain(project, index, { policy: 'a'.repeat(64) });
      expect(await fault(project)).toContain('another document');
    });
  });

  it('where its entry says better things than its statement and its report', async () => {
    await withGate({}, async (project) => {
      const { index, preregistration } = await gatePath(project, 'model.bin', { verdict: 'REVIEW' });
      const { detail } = await entryOf(project, index);
      const fresh = await logAgain(project, preregistration, {});
      await logAgain(project, index, { refs: [fresh], detail: { ...detail, verdict: 'PASS' } });
      expect(await fault(project)).toContain('its report says something else');
      const pass = await gated(project, { seed: '2', change: (document) => ({ ...document, verdict: 'PASS' }) });
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted' });
      const again = await logAgain(project, pass.preregistration, {});
      const subject = [{ name: 'model.bin', digest: { sha256: 'd'.repeat(64) } }];
      await logAgain(project, pass.index, { refs: [again], subject, detail: { ...detail, digest: 'd'.repeat(64) } });
      expect(reasonsOf(await promotePath(project, 'd'.repeat(64)))).toEqual(['verdict-not-held']);
    });
  });

  it('where it says PASS and found a hazard', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin', { verdict: 'PASS', hazard: 'issue_credit' });
      expect(await fault(project)).toContain('contradict');
      await gatePath(project, 'model.bin', { verdict: 'PASS', hazard: 'another_action', seed: '2' });
      expect(await fault(project)).toContain('contradict');
    });
  });

  it('and no older PASS stands in for it', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      const { report } = await gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit', seed: '2' });
      await rm(project.at(evidencePath(report)));
      await fault(project);
      // Nor a newer one: what a FAIL confirmed cannot be made to vanish with its report.
      await gatePath(project, 'model.bin', { seed: '3' });
      await fault(project);
      expect(await errorOf(overrideWith(project, DIGEST))).toMatchObject({ code: 'decide/no-verdict' });
    });
  });
});

describe('a promotion counts for nothing', () => {
  const promoted = (subject: RunRecord['subject'], properties: readonly string[], policy: string): RunRecord => ({
    kind: 'model.promote',
    actor: 'bezoar promote',
    subject,
    statement: createVerificationResult(subject, {
      verifier: {
        id: 'bezoar:verifiers/promotion/v0.1',
        policies: [{ name: 'THREATMODEL.md', digest: { sha256: policy } }],
      },
      timeCreated: '2026-11-05T12:00:00Z',
      properties,
    }),
    evidence: [],
    refs: [],
    detail: { verdict: 'promoted' },
  });

  it('where it rests on no verdict, is about other bytes, or does not say by what', async () => {
    await withGate({}, async (project) => {
      const { index } = await gatePath(project, 'model.bin');
      const here = await opened(project);
      const subject = [{ name: 'model.bin', digest: { sha256: DIGEST } }];
      const other = [{ name: 'model.bin', digest: { sha256: 'd'.repeat(64) } }];
      const good = promoted(subject, ['BEZOAR_PROMOTED', 'BEZOAR_GATE_PASS'], here.digest);
      const forged: readonly RunRecord[] = [
        good,
        { ...good, refs: [0] },
        { ...good, refs: [index], subject: other },
        { ...good, refs: [index], statement: promoted(other, ['BEZOAR_PROMOTED'], here.digest).statement },
        { ...good, refs: [index], statement: promoted(subject, ['BEZOAR_PROMOTED'], here.digest).statement },
        { ...good, refs: [index], statement: promoted(subject, ['BEZOAR_GATE_PASS'], here.digest).statement },
        {
          ...good,
          refs: [index],
          statement: promoted(subject, ['BEZOAR_PROMOTED', 'BEZOAR_GATE_PASS'], 'a'.repeat(64)).statement,
        },
        {
          ...good,
          refs: [index, index],
          statement: promoted(subject, ['BEZOAR_PROMOTED', 'BEZOAR_SIGNED_OVERRIDE'], here.digest).statement,
        },
        {
          ...good,
          refs: [index],
          statement: createTestResult(subject, {
            configuration: [],
            passedTests: ['BEZOAR_PROMOTED'],
            warnedTests: [],
            failedTests: [],
          }),
        },
      ];
      for (const one of forged) {
        await logRun(here, one, project.clock);
        expect(reasonsOf(await verifyPath(project))).toEqual(['not-promoted']);
      }
      await logRun(here, { ...good, refs: [index] }, project.clock);
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
    });
  });

  it('by an override whose signatures are gone', async () => {
    await withGate({}, async (project) => {
      const { report } = await gatePath(project, 'model.bin', { verdict: 'REVIEW' });
      const { entry } = await overrideWith(project, report, [KEYS.alice, KEYS.bob]);
      await promotePath(project);
      const { payload } = await entryOf(project, entry!.index);
      const stored = JSON.parse((await project.read(evidencePath(payload!.sha256))).toString('utf8'));
      const bytes = Buffer.from(JSON.stringify({ ...stored, signatures: stored.signatures.slice(0, 1) }));
      const digest = await putEvidence(project.at('.bezoar/cas'), bytes);
      await logAgain(project, entry!.index, { payload: { ...payload!, sha256: digest, size: bytes.length } });
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
      await rm(project.at(evidencePath(payload!.sha256)));
      expect(reasonsOf(await verifyPath(project))).toEqual([
        'not-passed',
        'override-not-in-force',
        'override-not-in-force',
      ]);
    });
  });
});

describe('a ledger whose files were edited', () => {
  it('promotes and verifies nothing', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin', { verdict: 'REVIEW' });
      const folder = project.at('.bezoar/ledger');
      const names = await readdir(folder, { recursive: true, withFileTypes: true });
      const holding = [];
      for (const name of names) {
        if (!name.isFile()) continue;
        const path = join(name.parentPath, name.name);
        const text = (await project.read(path.slice(project.folder.length + 1))).toString('latin1');
        if (!text.includes('"verdict":"REVIEW"')) continue;
        holding.push(path);
        await project.write(
          path.slice(project.folder.length + 1),
          Buffer.from(text.replace('"REVIEW"', '"PASS!!"'), 'latin1'),
        );
      }
      expect(holding.length).toBeGreaterThan(0);
      expect((await errorOf(promotePath(project))).code).toMatch(/^ledger\//);
      expect((await errorOf(verifyPath(project))).code).toMatch(/^ledger\//);
    });
  });
});
