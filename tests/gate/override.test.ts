import { readFile } from 'node:fs/promises';
import { sha256 } from '@bezoar/core';
import { openLedgerReader, parseBundle, parseStatement, parseVerificationResult, renderDecision } from '@bezoar/ledger';
import { decide, type GateLedgerReference } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { bodiesOf } from '../admission/admission.test-support.ts';
import { DAY_MS, errorOf, evidencePath, KEYS, SUBMITTER, type TestProject } from '../project/project.test-support.ts';
import {
  ACTIONS,
  GATE,
  gatePath,
  overrideWith,
  promotePath,
  reasonsOf,
  sealGuard,
  verifyPath,
  withGate,
} from './promotion.test-support.ts';

const { alice, bob, carol, mallory } = KEYS;

/** A gate that confirmed a hazard, in a project whose guard enforces actions. */
async function failed(project: TestProject): Promise<GateLedgerReference> {
  await sealGuard(project);
  return gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
}

/** The report of a gate as its command printed it. */
async function reportFile(project: TestProject, { report, ...ledger }: GateLedgerReference): Promise<string> {
  const kept = JSON.parse((await project.read(evidencePath(report))).toString('utf8'));
  await project.write('gate.json', JSON.stringify({ ...kept, ledger: { ...ledger, report } }, undefined, 2));
  return 'gate.json';
}

describe('an override', () => {
  it('promotes against a verdict for as long as it lasts, and the verdict stays what it was', async () => {
    await withGate({}, async (project) => {
      const verdict = await failed(project);
      const made = await overrideWith(project, await reportFile(project, verdict));
      expect(made).toMatchObject({
        verdict: 'made',
        action: 'override',
        scope: { sha256: sha256('weights'), records: 0 },
        signatures: { have: 2, need: 2 },
      });
      const promoted = await promotePath(project);
      expect(promoted).toMatchObject({
        verdict: 'promoted-by-override',
        exit: 0,
        gate: { entry: verdict.index, verdict: 'FAIL', hazards: ['issue_credit'] },
        override: { entry: made.entry!.index, signedBy: ['alice@larkfield.example', 'bob@larkfield.example'] },
        expires: '2026-11-10T12:00:00.000Z',
      });
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified', promotion: { by: 'override' } });
      project.clock.now += 5 * DAY_MS - 1;
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
      project.clock.now += 1;
      const late = await verifyPath(project);
      expect(late).toMatchObject({ verdict: 'not-verified', exit: 1 });
      expect(reasonsOf(late)).toEqual(['not-passed', 'override-not-in-force']);
      expect(reasonsOf(await promotePath(project))).toEqual(['not-passed', 'override-not-in-force']);
    });
  });

  it('is never written down as a pass', async () => {
    await withGate({}, async (project) => {
      const verdict = await failed(project);
      const { entry } = await overrideWith(project, verdict.report);
      const { ledger } = await promotePath(project);
      const promotion = await (await openLedgerReader(project.at('.bezoar/ledger'))).entry(ledger!.index);
      expect(promotion).toMatchObject({
        refs: [verdict.index, entry!.index],
        detail: { verdict: 'promoted-by-override', gate: 'FAIL' },
      });
      const { dsseEnvelope } = parseBundle(await project.read(evidencePath(promotion.payload!.sha256)));
      const statement = parseStatement(Buffer.from(dsseEnvelope.payload, 'base64'));
      expect(parseVerificationResult(statement).properties).toEqual(['BEZOAR_PROMOTED', 'BEZOAR_SIGNED_OVERRIDE']);
    });
  });

  it('shows whoever signs the bytes, the report, the verdict and what was confirmed', async () => {
    await withGate({}, async (project) => {
      const verdict = await failed(project);
      const shown: string[] = [];
      const { location, clock } = project;
      const asked = await decide({
        location,
        clock,
        action: 'override',
        scope: [sha256('weights')],
        reason: 'The model of last month has to be replaced tonight, see incident 31.',
        evidence: [],
        expires: '5d',
        submitter: SUBMITTER,
        files: [],
        confirm: async (rendered) => shown.push(rendered) > 0,
      });
      const bytes = await readFile(`${asked.pending!.folder}/statement.json`);
      for (const part of [sha256('weights'), verdict.report, 'FAIL', 'issue_credit', '2026-11-10T12:00:00Z']) {
        expect(renderDecision(bytes)).toContain(part);
      }
      expect(asked).toMatchObject({ verdict: 'pending', exit: 4, signatures: { have: 0, need: 2 } });
      expect(reasonsOf(await promotePath(project))).toEqual(['not-passed']);
    });
  });

  it('takes as many people as a loosening, none of them the one who asked or a stranger', async () => {
    await withGate({}, async (project) => {
      const { report } = await failed(project);
      expect(await overrideWith(project, report, [alice])).toMatchObject({ verdict: 'pending', entry: null });
      expect(reasonsOf(await promotePath(project))).toEqual(['not-passed']);
      const stranger = await errorOf(overrideWith(project, report, [mallory]));
      expect(stranger.message).toContain('decision/unknown-signer');
      const twice = await errorOf(overrideWith(project, report, [KEYS.aliceToo]));
      expect(twice.message).toContain('decision/duplicate-signer');
      expect(await overrideWith(project, report, [carol])).toMatchObject({ verdict: 'made' });
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted-by-override' });
    });
  });

  it('is of one verdict: the next one needs its own', async () => {
    await withGate({}, async (project) => {
      const first = await gatePath(project, 'model.bin', { verdict: 'REVIEW' });
      await overrideWith(project, first.report);
      await promotePath(project);
      await gatePath(project, 'model.bin', { verdict: 'REVIEW', seed: '2' });
      expect(reasonsOf(await verifyPath(project))).toEqual(['not-passed', 'override-not-in-force']);
      const stale = await errorOf(overrideWith(project, first.report));
      expect(stale).toMatchObject({ name: 'UsageError', code: 'decide/other-verdict' });
      await overrideWith(project, sha256('weights'));
      // The bytes were promoted by the first override alone.
      expect(reasonsOf(await verifyPath(project))).toEqual(['not-promoted']);
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted-by-override' });
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
    });
  });

  it('is of one model: other bytes are as far from production as before', async () => {
    await withGate({}, async (project) => {
      const { report } = await failed(project);
      await overrideWith(project, report);
      await project.write('other.bin', 'other weights');
      await gatePath(project, 'other.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
      expect(reasonsOf(await promotePath(project, 'other.bin'))).toEqual(['not-passed']);
    });
  });

  it('covers REVIEW and INCONCLUSIVE without any guard, because nothing was confirmed', async () => {
    await withGate({ actions: ACTIONS }, async (project) => {
      for (const verdict of ['REVIEW', 'INCONCLUSIVE'] as const) {
        const { report } = await gatePath(project, 'model.bin', { verdict, seed: verdict });
        await overrideWith(project, report);
        expect(await promotePath(project)).toMatchObject({ verdict: 'promoted-by-override', gate: { verdict } });
      }
    });
  });

  it('cannot be had of a PASS, of a digest that no gate saw, or of a report that is not in the ledger', async () => {
    await withGate({}, async (project) => {
      const { report } = await gatePath(project, 'model.bin');
      expect(await errorOf(overrideWith(project, report))).toMatchObject({ code: 'decide/not-allowed' });
      expect(await errorOf(overrideWith(project, 'f'.repeat(64)))).toMatchObject({ code: 'decide/no-verdict' });
      await project.write('gate.json', JSON.stringify({ schema: 'bezoar.gate/v1', verdict: 'FAIL', ledger: null }));
      expect(await errorOf(overrideWith(project, 'gate.json'))).toMatchObject({ code: 'decide/no-verdict' });
      await project.write('scan.json', JSON.stringify({ schema: 'bezoar.scan/v1' }));
      expect(await errorOf(overrideWith(project, 'scan.json'))).toMatchObject({ code: 'decide/not-a-report' });
    });
  });

  it('cannot be had by a report that says something milder than the ledger', async () => {
    await withGate({}, async (project) => {
      const verdict = await failed(project);
      const path = await reportFile(project, verdict);
      await project.write(path, (await project.read(path)).toString('utf8').replace('"FAIL"', '"REVIEW"'));
      expect(await errorOf(overrideWith(project, path))).toMatchObject({ code: 'decide/other-verdict' });
    });
  });

  it('takes one verdict and no tiers', async () => {
    await withGate({}, async (project) => {
      const { report } = await failed(project);
      const error = await errorOf(overrideWith(project, report, [], { scope: [report, report], from: 'open' }));
      expect(error.code).toBe('decide/malformed');
      for (const part of ['one verdict', '--from']) expect(error.message).toContain(part);
    });
  });
});

describe('an override of a confirmed hazard', () => {
  const NO_CEILING = ACTIONS.replace(/\n {4}ceilings: .*/, '\n    approval: { expires: 15m, approvers: 1 }');

  it('needs evidence of a guard that authorizes the action, when it is signed', async () => {
    await withGate({}, async (project) => {
      const { report } = await gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
      const error = await errorOf(overrideWith(project, report));
      expect(error).toMatchObject({ code: 'decide/not-allowed' });
      expect(error.message).toContain('guard');
    });
  });

  it('and for as long as it is deployed', async () => {
    await withGate({}, async (project) => {
      const { report } = await failed(project);
      await overrideWith(project, report, [alice, bob], { expires: '60d' });
      await promotePath(project);
      project.clock.now += 20 * DAY_MS;
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
      project.clock.now += 1;
      expect(reasonsOf(await verifyPath(project))).toEqual(['no-independent-authorization']);
      expect(reasonsOf(await promotePath(project))).toEqual(['no-independent-authorization']);
      await sealGuard(project);
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
    });
  });

  it('needs the document to give the action a look-up or ceilings, also after an edit that nobody signed', async () => {
    await withGate({ actions: NO_CEILING }, async (project) => {
      const { report } = await failed(project);
      const error = await errorOf(overrideWith(project, report));
      expect(error.message).toContain('neither a look-up at run time nor ceilings');
      // Ceilings that nobody signed authorize nothing.
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions: ACTIONS, more: [GATE] }) });
      expect(await errorOf(overrideWith(project, report))).toMatchObject({ code: 'decide/not-allowed' });
      await project.sign([alice, bob]);
      await overrideWith(project, report);
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted-by-override' });
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions: NO_CEILING, more: [GATE] }) });
      expect(reasonsOf(await verifyPath(project))).toEqual(['no-independent-authorization']);
    });
  });
});
