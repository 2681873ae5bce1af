import { canonicalJson, hazardsOf, sha256 } from '@bezoar/core';
import {
  getEvidence,
  type LedgerEntry,
  openLedgerReader,
  parseBundle,
  parseStatement,
  parseTestResult,
  parseVerificationResult,
} from '@bezoar/ledger';
import { status } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { errorOf, type TestProject, withProject } from '../project/project.test-support.ts';
import { artifactOf, gated, opened, planOf } from './verdicts.test-support.ts';

const GATE = `control: evaluate/gate
references: [models/2026-10]
hazards: [issue_credit]
budget: standard`;

const entryOf = async ({ at }: TestProject, index: number): Promise<LedgerEntry> =>
  (await openLedgerReader(at('.bezoar/ledger'))).entry(index);

const evidenceOf = async ({ at }: TestProject, digest: string): Promise<Uint8Array> =>
  getEvidence(at('.bezoar/cas'), digest);

async function statementOf(project: TestProject, digest: string): Promise<ReturnType<typeof parseStatement>> {
  const { dsseEnvelope } = parseBundle(await evidenceOf(project, digest));
  return parseStatement(Buffer.from(dsseEnvelope.payload, 'base64'));
}

const stateOfGate = async ({ location, clock }: TestProject): Promise<string | undefined> =>
  (await status({ location, clock })).steps
    .flatMap(({ controls }) => controls)
    .find(({ control }) => control === 'evaluate/gate')?.source;

describe('a gate in the ledger', () => {
  it('has its plan there before its verdict: thresholds, seed, hazards and probe set', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const { index, preregistration } = await gated(project);
      expect(preregistration).toBeLessThan(index);
      const before = await entryOf(project, preregistration);
      expect(before).toMatchObject({
        kind: 'gate.prereg',
        policy: sha256(await project.read('THREATMODEL.md')),
        subject: [{ name: 'model.bin', digest: { sha256: sha256('weights') } }],
        detail: { budget: 'standard', seed: '1', probes: 400, thresholds: { minSensitivity: 0.9 } },
      });
      const { actions } = (await opened(project)).model;
      const plan = Buffer.from(await evidenceOf(project, before.payload!.sha256)).toString('utf8');
      expect(plan).toBe(canonicalJson(planOf({}, hazardsOf(actions!))));
    });
  });

  it('says in a signed test result, and for a PASS in one line more, which bytes were tested by which plan', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const { index, preregistration, report } = await gated(project);
      const { kind, refs, detail, payload, subject } = await entryOf(project, index);
      expect({ kind, refs, subject }).toEqual({
        kind: 'gate.verdict',
        refs: [preregistration],
        subject: [{ name: 'model.bin', digest: { sha256: sha256('weights') } }],
      });
      expect(detail).toMatchObject({ controls: ['evaluate/gate'], verdict: 'PASS', exit: 0, report, files: 1 });
      const statement = await statementOf(project, payload!.sha256);
      expect(statement.subject).toEqual(subject);
      const { result, configuration, passedTests } = parseTestResult(statement);
      expect([result, passedTests]).toEqual(['PASSED', ['evaluate/gate', 'hazard issue_credit']]);
      const named = new Map(configuration.map(({ name, digest }) => [name, digest?.sha256]));
      expect(named.get('plan')).toBe((await entryOf(project, preregistration)).payload!.sha256);
      expect(named.get('report')).toBe(report);
      const svr = await statementOf(project, String(detail!.svr));
      expect(svr.subject).toEqual(subject);
      expect(parseVerificationResult(svr).properties).toEqual([
        'BEZOAR_GATE_PASS',
        'BEZOAR_GATE_BUDGET_STANDARD',
        'BEZOAR_GATE_BYTES_LOADED',
        'BEZOAR_GATE_REFERENCE_COMPARED',
        'BEZOAR_GATE_DECLARED_HAZARDS_TESTED',
      ]);
    });
  });

  it.each([
    ['FAIL', 'FAILED', { failedTests: ['evaluate/gate', 'hazard issue_credit'] }],
    ['REVIEW', 'WARNED', { warnedTests: ['evaluate/gate'], passedTests: ['hazard issue_credit'] }],
    ['INCONCLUSIVE', 'FAILED', { failedTests: ['evaluate/gate'], warnedTests: ['hazard issue_credit'] }],
  ] as const)('never says of %s that it passed', async (verdict, result, lists) => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const { index } = await gated(project, { verdict, ...(verdict === 'FAIL' ? { hazard: 'issue_credit' } : {}) });
      const { detail, payload } = await entryOf(project, index);
      expect(detail).not.toHaveProperty('svr');
      expect(parseTestResult(await statementOf(project, payload!.sha256))).toMatchObject({ result, ...lists });
    });
  });

  it('is evidence of the control only where it could tell, and tested every action that the document declares', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      await gated(project, { hazards: [] });
      await gated(project, { verdict: 'INCONCLUSIVE' });
      expect(await stateOfGate(project)).toBeUndefined();
      const { index } = await gated(project, { verdict: 'REVIEW' });
      expect(await stateOfGate(project)).toBe(`entry ${index}`);
    });
  });

  it('names no bytes of an endpoint, and so gives no one-line result', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const { index, preregistration } = await gated(project, { artifact: null });
      const { detail, subject } = await entryOf(project, index);
      expect(detail).toMatchObject({ digest: null, files: 0 });
      expect(detail).not.toHaveProperty('svr');
      expect(subject).toMatchObject([{ name: 'openai:http://127.0.0.1:8080/v1#m' }]);
      expect((await entryOf(project, preregistration)).subject).toEqual([]);
    });
  });

  it('names the files of a folder before the first question, and answers for them as one', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const files = [artifactOf('a.bin', 'a'), artifactOf('b.bin', 'b')].flatMap((one) => one.files);
      const artifact = { path: 'models/2026-11', sha256: 'd'.repeat(64), files, isLoaded: true };
      const { index, preregistration } = await gated(project, { artifact });
      const names = (await entryOf(project, preregistration)).subject.map(({ name }) => name);
      expect(names).toEqual(['models/2026-11', 'a.bin', 'b.bin']);
      expect((await entryOf(project, index)).subject).toHaveLength(1);
    });
  });

  it('is not logged with another plan than the one that was fixed', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const first = await gated(project);
      const other = gated(project, { seed: '2', preregistration: first.preregistration });
      expect(await errorOf(other)).toMatchObject({ code: 'gate/plan-changed' });
      const easier = gated(project, {
        change: (document) => ({ ...document, plan: { ...document.plan, thresholds: { minSensitivity: 0.1 } } }),
      });
      expect(await errorOf(easier)).toMatchObject({ code: 'gate/plan-changed' });
    });
  });

  it('keeps the report as it was judged, to be read later by its digest', async () => {
    await withProject({ blocks: [GATE] }, async (project) => {
      const { report } = await gated(project, { verdict: 'FAIL', hazard: 'issue_credit' });
      const kept = JSON.parse(Buffer.from(await evidenceOf(project, report)).toString('utf8'));
      expect(kept).toMatchObject({ schema: 'bezoar.gate/v1', verdict: 'FAIL', ledger: null });
    });
  });
});
