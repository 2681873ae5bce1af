import { appendFile, rm } from 'node:fs/promises';
import { sha256 } from '@bezoar/core';
import { openLedgerReader, parseBundle, parseStatement, parseVerificationResult } from '@bezoar/ledger';
import { preregister, verifyModel } from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { bodiesOf } from '../admission/admission.test-support.ts';
import { DAY_MS, errorOf, evidencePath, KEYS, type TestProject } from '../project/project.test-support.ts';
import {
  ACTIONS,
  GATE,
  gatePath,
  promotePath,
  reasonsOf,
  trainedModel,
  verifyPath,
  withGate,
} from './promotion.test-support.ts';
import { artifactOf, gated, opened, planOf } from './verdicts.test-support.ts';

/** Codes of reasons why a promotion is refused, and that nothing was logged. */
async function refusal(project: TestProject, model?: string): Promise<readonly string[]> {
  const document = await promotePath(project, model);
  expect(document).toMatchObject({ verdict: 'refused', outcome: 'adverse', exit: 1, ledger: null });
  expect(document.findings.map(({ code }) => code)).toEqual(document.findings.map(() => 'evaluate/not-promotable'));
  return reasonsOf(document);
}

describe('a model', () => {
  it('goes from an admitted corpus through training, gate and promotion to its deployment, joined by digests', async () => {
    await withGate({}, async (project) => {
      const trained = await trainedModel(project, 'models/2026-11');
      expect(trained.verdict).toBe('attested');
      const verdict = await gatePath(project, 'models/2026-11');
      expect(await verifyPath(project, 'models/2026-11')).toMatchObject({ verdict: 'not-verified', exit: 1 });
      const promoted = await promotePath(project, 'models/2026-11');
      expect(promoted).toMatchObject({
        schema: 'bezoar.promote/v1',
        verdict: 'promoted',
        exit: 0,
        gate: { entry: verdict.index, verdict: 'PASS', training: trained.ledger!.index },
        override: null,
      });
      const verified = await verifyPath(project, 'models/2026-11');
      expect(verified).toMatchObject({
        schema: 'bezoar.verify/v1',
        verdict: 'verified',
        exit: 0,
        findings: [],
        promotion: { entry: promoted.ledger!.index, by: 'pass' },
        files: [
          { path: 'config.json', format: 'unknown', verdict: 'clean', codes: [] },
          { path: 'model.bin', sha256: sha256('trained weights'), verdict: 'clean' },
        ],
        coverage: { read: 2, bytes: 33, examined: 0 },
      });
      expect(verified.coverage.skipped).toHaveLength(2);
    });
  });

  it('is promoted by its path, wherever it lies, or by its digest alone', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      const digest = sha256('weights');
      await project.write('served/copy.bin', 'weights');
      expect(await promotePath(project, 'served/copy.bin')).toMatchObject({
        verdict: 'promoted',
        model: { path: 'served/copy.bin', sha256: digest, files: 1 },
      });
      expect(await promotePath(project, digest)).toMatchObject({
        verdict: 'promoted',
        inputs: [],
        model: { path: 'model.bin', sha256: digest, files: null },
      });
      // What is there wins over what its name looks like.
      await project.write('a'.repeat(64), 'other');
      expect(await refusal(project, 'a'.repeat(64))).toEqual(['no-verdict']);
    });
  });

  it('is promoted in a signed statement that others can read', async () => {
    await withGate({}, async (project) => {
      const verdict = await gatePath(project, 'model.bin');
      const { ledger } = await promotePath(project);
      const entry = await (await openLedgerReader(project.at('.bezoar/ledger'))).entry(ledger!.index);
      expect(entry).toMatchObject({
        kind: 'model.promote',
        refs: [verdict.index],
        detail: { controls: ['evaluate/promotion'], verdict: 'promoted', gate: 'PASS' },
      });
      const { dsseEnvelope } = parseBundle(await project.read(evidencePath(entry.payload!.sha256)));
      const statement = parseStatement(Buffer.from(dsseEnvelope.payload, 'base64'));
      expect(statement.subject).toEqual([{ name: 'model.bin', digest: { sha256: sha256('weights') } }]);
      const { verifier, properties } = parseVerificationResult(statement);
      expect(properties).toEqual(['BEZOAR_PROMOTED', 'BEZOAR_GATE_PASS']);
      expect(verifier.policies).toEqual([
        { name: 'THREATMODEL.md', digest: { sha256: sha256(await project.read('THREATMODEL.md')) } },
      ]);
    });
  });
});

describe('a promotion is refused', () => {
  it('where no gate was about exactly these bytes', async () => {
    await withGate({}, async (project) => {
      expect(await refusal(project)).toEqual(['no-verdict']);
      await gatePath(project, 'model.bin');
      await appendFile(project.at('model.bin'), ' ');
      expect(await refusal(project)).toEqual(['no-verdict']);
      expect(await refusal(project, 'f'.repeat(64))).toEqual(['no-verdict']);
    });
  });

  it.each(['FAIL', 'REVIEW', 'INCONCLUSIVE'] as const)('after the verdict %s', async (verdict) => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin', { verdict });
      expect(await refusal(project)).toEqual(['not-passed']);
      expect(await verifyPath(project)).toMatchObject({ exit: 1, gate: { verdict } });
    });
  });

  it('once the evidence of the gate is older than the document allows, and so is the deployment', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      project.clock.now += 10 * DAY_MS;
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted' });
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
      project.clock.now += 1;
      expect(await refusal(project)).toEqual(['expired']);
      const late = await verifyPath(project);
      expect(late).toMatchObject({ verdict: 'not-verified', exit: 1 });
      expect(reasonsOf(late)).toEqual(['expired']);
      // Asked again, it passes again: what was promoted once is in force again.
      await gatePath(project, 'model.bin');
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
    });
  });

  it('where the verdict is dated ahead: it would stay young for as long as somebody likes', async () => {
    await withGate({}, async (project) => {
      project.clock.now += 30 * DAY_MS;
      await gatePath(project, 'model.bin');
      project.clock.now -= 30 * DAY_MS;
      expect(await refusal(project)).toEqual(['expired']);
    });
  });

  it.each([
    ['left out an action that the document declares', { hazards: [] }],
    ['had a smaller budget', { budget: 'smoke' as const }],
    ['compared with nothing', { references: [] }],
  ])('where the gate %s', async (_, weaker) => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin', weaker);
      expect(await refusal(project)).toEqual(['weaker-gate']);
      await gatePath(project, 'model.bin', { budget: 'deep' });
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted' });
    });
  });

  it.each([
    ['asks for more', { gate: GATE.replace('standard', 'deep') }],
    ['names another reference', { gate: GATE.replace('models/2026-10', 'models/2026-09') }],
    ['means more by an action', { actions: `${ACTIONS}\n    claims: ["credit has been issued"]` }],
  ])('and a model is not deployed where the document %s than at the gate', async (_, edited) => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      const { gate = GATE, actions = ACTIONS } = edited as { gate?: string; actions?: string };
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions, more: [gate] }) });
      expect(await refusal(project)).toEqual(['weaker-gate']);
      expect(reasonsOf(await verifyPath(project))).toEqual(['weaker-gate']);
    });
  });

  it('by the document that was signed where the one that lies there asks for less', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin', { budget: 'smoke', hazards: [] });
      const easier = GATE.replace('standard', 'smoke').replace('hazards: [issue_credit]\n', '');
      const actions = ACTIONS.replace('requires: { transcript: { after: lookup_order } }', 'once_per: [order_id]');
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions, more: [easier] }) });
      expect(await refusal(project)).toEqual(['weaker-gate', 'weaker-gate']);
      await project.sign([KEYS.alice, KEYS.bob]);
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted' });
    });
  });

  it('by the newest verdict: a PASS is taken back by what is found later', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      for (const verdict of ['REVIEW', 'INCONCLUSIVE', 'FAIL'] as const) {
        await gatePath(project, 'model.bin', { verdict, ...(verdict === 'FAIL' ? { hazard: 'issue_credit' } : {}) });
        expect(await refusal(project)).toEqual(['not-passed']);
        expect(reasonsOf(await verifyPath(project))).toEqual(['not-passed']);
      }
    });
  });

  it('for bytes in which a hazard was confirmed, however often the gate is asked again', async () => {
    await withGate({}, async (project) => {
      const fail = await gatePath(project, 'model.bin', { verdict: 'FAIL', hazard: 'issue_credit' });
      await gatePath(project, 'model.bin', { seed: '2' });
      await gatePath(project, 'model.bin', { seed: '3', verdict: 'REVIEW' });
      await gatePath(project, 'model.bin', { seed: '4', hazards: [] });
      const refused = await promotePath(project);
      expect(refused).toMatchObject({ verdict: 'refused', gate: { entry: fail.index, verdict: 'FAIL' } });
      expect(refused.history.verdicts.map(({ verdict }) => verdict)).toEqual(['PASS', 'REVIEW', 'PASS', 'FAIL']);
      // The hazard means something else by now, and the bytes do not do that.
      const actions = ACTIONS.replace('after: lookup_order', 'after: check_eligibility');
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ actions, more: [GATE] }) });
      await project.sign([KEYS.alice, KEYS.bob]);
      await gatePath(project, 'model.bin');
      expect(await promotePath(project)).toMatchObject({ verdict: 'promoted' });
    });
  });

  it('of a document that declares no gate, as a fault of configuration', async () => {
    await withGate({ gate: 'control: artifact/pins\nlock: models.lock' }, async (project) => {
      expect(await errorOf(promotePath(project))).toMatchObject({ name: 'UsageError', code: 'promotion/no-gate' });
      expect(await errorOf(verifyPath(project))).toMatchObject({ code: 'promotion/no-gate' });
    });
  });

  it('for an endpoint whose bytes nobody named, and with a warning where they were only named', async () => {
    await withGate({}, async (project) => {
      await gated(project, { artifact: null });
      expect(await refusal(project)).toEqual(['no-verdict']);
      await gatePath(project, 'model.bin', { artifact: { ...artifactOf('model.bin', 'weights'), isLoaded: false } });
      const { verdict, limits } = await promotePath(project);
      expect(verdict).toBe('promoted');
      expect(limits.join('\n')).toContain('said to serve these bytes');
    });
  });
});

describe('the check at deployment', () => {
  it('is of bytes that somebody promoted: a PASS alone does not do', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      const document = await verifyPath(project);
      expect(document).toMatchObject({ verdict: 'not-verified', exit: 1, promotion: null });
      expect(reasonsOf(document)).toEqual(['not-promoted']);
      expect(document.files).toMatchObject([{ verdict: 'block', codes: ['evaluate/not-promotable'] }]);
    });
  });

  it('needs no private key, and logs nothing', async () => {
    await withGate({}, async (project) => {
      await gatePath(project, 'model.bin');
      await promotePath(project);
      await rm(project.at('.bezoar/keys/ledger.pem'));
      const before = (await openLedgerReader(project.at('.bezoar/ledger'))).size;
      expect(await verifyPath(project)).toMatchObject({ verdict: 'verified' });
      expect((await openLedgerReader(project.at('.bezoar/ledger'))).size).toBe(before);
    });
  });

  it('knows no model that was quantised after its gate', async () => {
    await withGate({}, async (project) => {
      const wide = Buffer.from(Float32Array.from({ length: 64 }, (_, i) => Math.sin(i)).buffer);
      await project.write('model.gguf', wide);
      await gatePath(project, 'model.gguf');
      await promotePath(project, 'model.gguf');
      expect(await verifyPath(project, 'model.gguf')).toMatchObject({ verdict: 'verified' });
      const floats = new Float32Array(wide.buffer, wide.byteOffset, 64);
      const narrow = Buffer.from(Int8Array.from(floats, (value) => Math.round(value * 127)).buffer);
      await project.write('model.gguf', narrow);
      const quantised = await verifyPath(project, 'model.gguf');
      expect(reasonsOf(quantised)).toEqual(['no-verdict']);
      expect(quantised.nearest).toMatchObject({ differences: [{ path: 'model.gguf', change: 'changed' }] });
    });
  });

  it.each([
    ['added', 'extra.json', 'added'],
    ['changed', 'config.json', 'changed'],
    ['removed', 'config.json', 'removed'],
  ] as const)('names the file that was %s since', async (what, file, change) => {
    await withGate({}, async (project) => {
      await project.write('models/m/config.json', '{}');
      await project.write('models/m/model.bin', 'weights');
      await gatePath(project, 'models/m');
      const { ledger } = await promotePath(project, 'models/m');
      expect(await verifyPath(project, 'models/m')).toMatchObject({ verdict: 'verified' });
      if (what === 'removed') await rm(project.at(`models/m/${file}`));
      else await project.write(`models/m/${file}`, '{"auto_map":1}');
      const document = await verifyPath(project, 'models/m');
      expect(reasonsOf(document)).toEqual(['no-verdict']);
      expect(document.nearest).toEqual({
        entry: ledger!.index,
        path: 'models/m',
        differences: [{ path: file, change }],
        isPart: false,
      });
    });
  });

  it('is of the whole model: one file of it is not what was promoted, nor is a file that spells its list', async () => {
    await withGate({}, async (project) => {
      await project.write('models/m/a.bin', 'a');
      await project.write('models/m/b.bin', 'b');
      const { index } = await gatePath(project, 'models/m');
      await promotePath(project, 'models/m');
      const part = await verifyPath(project, 'models/m/a.bin');
      expect(reasonsOf(part)).toEqual(['no-verdict']);
      expect(part.nearest).toMatchObject({ path: 'models/m', isPart: true });
      await project.write('list.json', `[["a.bin","${sha256('a')}"],["b.bin","${sha256('b')}"]]`);
      const list = await verifyPath(project, 'list.json');
      expect(list).toMatchObject({ verdict: 'not-verified', gate: { entry: index } });
      expect(reasonsOf(list)).toEqual(['not-a-whole-model']);
      expect(reasonsOf(await promotePath(project, 'list.json'))).toEqual(['not-a-whole-model']);
    });
  });

  it.each([
    [[], 'verify/nothing-required'],
    [[''], 'verify/nothing-required'],
    [['gate', 'lock'], 'verify/not-available'],
    [['gate,signature'], 'verify/not-available'],
    [['gates'], 'verify/malformed'],
    [['toString'], 'verify/malformed'],
  ])('that requires %j is a fault of usage, never a yes', async (require, code) => {
    await withGate({}, async ({ location, clock }) => {
      const error = await errorOf(verifyModel({ location, clock, path: 'model.bin', require }));
      expect(error).toMatchObject({ name: 'UsageError', code });
      expect(error.message).toMatch(/gate/);
    });
  });

  it('says how a gate that was stopped half-way looks', async () => {
    await withGate({}, async (project) => {
      const { index } = await preregister(await opened(project), planOf({}, []), project.clock);
      await gatePath(project, 'model.bin');
      const { history, limits } = await promotePath(project);
      expect(history.unfinished).toEqual([index]);
      expect(limits.join('\n')).toContain(`never concluded: entries ${index}`);
    });
  });
});
