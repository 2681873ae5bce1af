import { rm, symlink, writeFile } from 'node:fs/promises';
import {
  type AttestCorpusDocument,
  type AttestTrainDocument,
  type AttestTrainOptions,
  attestCorpus,
  attestTrain,
  drift,
  status,
  trace,
} from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { errorOf, evidencePath, KEYS, type TestProject } from '../project/project.test-support.ts';
import { admitFiles, bodiesOf, CAPS, chat, crowd, withAdmissions, writeRecords } from './admission.test-support.ts';

const FILE = 'data/staff/s.jsonl';
const CORPUS = 'admitted/month/admitted.jsonl';

const check = ({ location, clock }: TestProject, file: string, target?: string): Promise<AttestCorpusDocument> =>
  attestCorpus({ location, clock, files: [file], ...(target === undefined ? {} : { target }) });

/** Runs a training that writes `model.bin`, or does what it is told; counts whether it was started. */
async function train(
  project: TestProject,
  options: Partial<AttestTrainOptions> = {},
): Promise<AttestTrainDocument & { readonly started: number }> {
  const { location, clock } = project;
  let started = 0;
  const { run = async () => ({ code: 0, signal: null }), ...others } = options;
  const document = await attestTrain({
    location,
    clock,
    corpora: [CORPUS],
    outputs: ['model.bin'],
    command: ['python', 'train.py'],
    run: async (command) => {
      started++;
      await project.write('model.bin', 'weights');
      return run(command);
    },
    ...others,
  });
  return { ...document, started };
}

/** A project with five admitted records of the team, and two of a tenant for its own model. */
function withMonth<T>(use: (project: TestProject) => Promise<T>): Promise<T> {
  return withAdmissions({}, async (project) => {
    await writeRecords(project, FILE, [...crowd('s', 2), ...[0, 1, 2].map((i) => chat(`one${i}`, { account: 'one' }))]);
    await admitFiles(project, [FILE], { out: 'admitted/month' });
    return use(project);
  });
}

describe('a corpus', () => {
  it('may train a model byte for byte as it was admitted, under whatever name', async () => {
    await withMonth(async (project) => {
      expect(await check(project, CORPUS)).toMatchObject({ verdict: 'admitted', exit: 0 });
      const bytes = await project.read(CORPUS);
      await project.write('copy.jsonl', bytes);
      expect(await check(project, 'copy.jsonl')).toMatchObject({ verdict: 'admitted' });
      const flipped = Buffer.from(bytes);
      flipped[40]! ^= 1;
      const wrong = [
        flipped,
        Buffer.concat([bytes, Buffer.from('\n')]),
        bytes.subarray(0, -1),
        bytes.subarray(bytes.indexOf('\n') + 1),
      ];
      for (const content of wrong) {
        await project.write('copy.jsonl', content);
        const refused = await check(project, 'copy.jsonl');
        expect(refused).toMatchObject({ verdict: 'refused', exit: 1, findings: [{ code: 'corpus/not-admitted' }] });
      }
    });
  });

  it('may not where it is the intake, the quarantine or another model’s', async () => {
    await withMonth(async (project) => {
      for (const file of [FILE, 'admitted/month/quarantine.jsonl']) {
        expect(await check(project, file)).toMatchObject({ verdict: 'refused', exit: 1 });
      }
      expect(await check(project, CORPUS, 'base')).toMatchObject({ verdict: 'admitted' });
      await writeRecords(project, 'data/chats/c.jsonl', crowd('c', 2));
      await admitFiles(project, ['data/chats/c.jsonl'], { out: 'admitted/acme', target: 'tenant:acme' });
      const acme = 'admitted/acme/admitted.jsonl';
      expect(await check(project, acme, 'tenant:acme')).toMatchObject({ verdict: 'admitted' });
      for (const target of ['base', 'tenant:beta']) {
        expect(await check(project, acme, target)).toMatchObject({ verdict: 'refused', exit: 1 });
      }
    });
  });

  it('may not any more where another admission stands in its place', async () => {
    await withMonth(async (project) => {
      await writeRecords(project, FILE, crowd('better', 3));
      await admitFiles(project, [FILE], { replaces: [1] });
      expect(await check(project, CORPUS)).toMatchObject({ verdict: 'refused', exit: 1 });
      expect(await train(project)).toMatchObject({ verdict: 'refused', started: 0 });
    });
  });

  it('may not before people have read the sample that the document asks for', async () => {
    const review =
      'control: corpus/review\nfail_on: high\nreview: { flagged: all, sample: { fewer_than: 25, confidence: 0.95 } }';
    await withAdmissions({ review }, async (project) => {
      await writeRecords(project, FILE, crowd('s', 60));
      const document = await admitFiles(project, [FILE], { out: 'admitted/month' });
      expect(document).toMatchObject({ verdict: 'clean', outcome: 'review', exit: 4, admitted: { records: 60 } });
      expect(document.review!.sample).toBeGreaterThan(0);
      expect(await check(project, CORPUS)).toMatchObject({
        verdict: 'refused',
        findings: [{ code: 'corpus/review-missing' }],
      });
      expect(await train(project)).toMatchObject({ verdict: 'refused', started: 0 });
    });
  });

  it('may not by an admission whose statement is gone or altered in the evidence store', async () => {
    await withMonth(async (project) => {
      const envelope = JSON.parse((await project.read('admitted/month/admission.sigstore.json')).toString('utf8'));
      expect(envelope.dsseEnvelope.signatures).toHaveLength(1);
      const { openLedgerReader } = await import('@bezoar/ledger');
      const { payload } = await (await openLedgerReader(project.at('.bezoar/ledger'))).entry(1);
      const path = evidencePath(payload!.sha256);
      const bytes = await project.read(path);
      await project.write(path, bytes.toString('utf8').replace(/.$/, ' '));
      expect(await outcomeOf(check(project, CORPUS))).not.toBe('admitted');
      await rm(project.at(path));
      expect(await outcomeOf(check(project, CORPUS))).not.toBe('admitted');
    });
  });
});

describe('a training', () => {
  it('on an admitted corpus is attested, and its records lead to it', async () => {
    await withMonth(async (project) => {
      const document = await train(project, { target: 'base' });
      expect(document).toMatchObject({
        verdict: 'attested',
        exit: 0,
        started: 1,
        outputs: [{ path: 'model.bin', bytes: 7 }],
      });
      const { provenance } = await trace({ location: project.location, query: 's1' });
      expect(provenance!.trainings).toEqual([document.ledger!.index]);
    });
  });

  it('is not started on anything else', async () => {
    await withMonth(async (project) => {
      await writeRecords(project, 'data/chats/c.jsonl', crowd('c', 2));
      await admitFiles(project, ['data/chats/c.jsonl'], { out: 'admitted/acme', target: 'tenant:acme' });
      const acme = [CORPUS, 'admitted/acme/admitted.jsonl'];
      const others = ['base', 'tenant:beta'].map((target) => ({ target, corpora: acme }));
      for (const options of [{ corpora: [FILE] }, { corpora: [CORPUS, FILE] }, ...others]) {
        expect(await train(project, options)).toMatchObject({ verdict: 'refused', exit: 1, started: 0, ledger: null });
      }
    });
  });

  it.each([
    ['fails', async () => ({ code: 3, signal: null })],
    ['is killed', async () => ({ code: null, signal: 'SIGKILL' })],
  ] as const)('that %s is not attested', async (_, run) => {
    await withMonth(async (project) => {
      expect(await train(project, { run })).toMatchObject({ verdict: 'failed', exit: 2, ledger: null, outputs: [] });
    });
  });

  it('that changes or deletes its corpus is not attested', async () => {
    for (const spoil of [(path: string) => writeFile(path, 'other\n'), (path: string) => rm(path)]) {
      await withMonth(async (project) => {
        const run = async (): Promise<{ code: number; signal: null }> => {
          await spoil(project.at(CORPUS));
          return { code: 0, signal: null };
        };
        expect(await train(project, { run })).toMatchObject({ verdict: 'failed', exit: 1, ledger: null });
      });
    }
  });

  it('that leaves no output, or names none, is not attested', async () => {
    await withMonth(async (project) => {
      expect(await errorOf(train(project, { outputs: ['nowhere.bin'] }))).toMatchObject({ code: 'attest/no-output' });
      expect(await errorOf(train(project, { outputs: [] }))).toMatchObject({ code: 'attest/no-output' });
      expect(await errorOf(train(project, { command: [] }))).toMatchObject({ code: 'attest/no-command' });
      expect(await errorOf(train(project, { corpora: [] }))).toMatchObject({ code: 'attest/no-files' });
    });
  });

  it('of a model for everybody takes no tenant’s corpus with it, asked for or not', async () => {
    await withMonth(async (project) => {
      await writeRecords(project, 'data/chats/c.jsonl', [...crowd('c', 2), ...crowd('b', 2, { tenant: 'beta' })]);
      for (const tenant of ['acme', 'beta']) {
        await admitFiles(project, ['data/chats/c.jsonl'], { out: `admitted/${tenant}`, target: `tenant:${tenant}` });
      }
      const corpora = ['acme', 'beta'].map((tenant) => `admitted/${tenant}/admitted.jsonl`);
      expect(await errorOf(train(project, { corpora }))).toMatchObject({ code: 'attest/mixed-targets' });
      for (const target of ['base', 'tenant:acme', 'tenant:beta']) {
        expect(await train(project, { corpora, target })).toMatchObject({ verdict: 'refused', started: 0 });
      }
      expect(await errorOf(train(project, { target: 'everybody' }))).toMatchObject({ code: 'admit/bad-target' });
    });
  });

  it('is not given what lay at its output before, and is given what a link there leads to', async () => {
    await withMonth(async (project) => {
      await project.write('stale.bin', 'placed here by somebody');
      expect(await errorOf(train(project, { outputs: ['stale.bin'] }))).toMatchObject({ code: 'attest/no-output' });
      const run = async (): Promise<{ code: number; signal: null }> => {
        await project.write('models/config.json', '{}');
        await symlink(project.at('model.bin'), project.at('models/weights.bin'));
        return { code: 0, signal: null };
      };
      const { outputs } = await train(project, { outputs: ['models'], run });
      expect(outputs.map(({ path, bytes }) => [path, bytes])).toEqual([
        ['models/config.json', 2],
        ['models/weights.bin', 7],
      ]);
    });
  });

  it('keeps its admission from being replaced', async () => {
    await withMonth(async (project) => {
      await train(project);
      const error = await errorOf(admitFiles(project, [FILE], { replaces: [1] }));
      expect(error).toMatchObject({ code: 'admit/bad-replaces' });
    });
  });
});

describe('drift and status', () => {
  it('know each control that an admission exercised', async () => {
    await withMonth(async ({ location, clock }) => {
      const { drifts } = await drift({ location, clock });
      const controls = ['corpus/sources', 'corpus/caps', 'corpus/hazards', 'corpus/phrases', 'corpus/admission'];
      expect(drifts.filter(({ control }) => controls.includes(control))).toEqual([]);
      const text = JSON.stringify(await status({ location, clock }));
      for (const control of controls) expect(text).toContain(control);
    });
  });

  it('see an admitted corpus that was changed, and one that breaks tighter caps', async () => {
    await withMonth(async (project) => {
      const { location, clock } = project;
      const observed = async (): Promise<string[]> =>
        (await drift({ location, clock })).drifts
          .filter(({ control }) => control === 'corpus/admission')
          .map(({ observed: text }) => text);
      expect(await observed()).toEqual([]);
      const bytes = await project.read(CORPUS);
      await project.write(CORPUS, bytes.subarray(1));
      expect(await observed()).toEqual([expect.stringContaining('is not what was admitted')]);
      await project.write(CORPUS, bytes);
      const caps = CAPS.replace('account: 5', 'account: 2').replace('account: 2, cluster: 4', 'account: 1, cluster: 4');
      await project.edit({ hasCorpus: false, blocks: bodiesOf({ caps }) });
      await project.sign([KEYS.alice, KEYS.bob]);
      expect(await observed()).toEqual([expect.stringContaining('exceed the cap of 2')]);
    });
  });
});

/** The verdict, or the code of what was thrown. */
function outcomeOf(promise: Promise<AttestCorpusDocument>): Promise<string> {
  return promise.then(
    ({ verdict }) => verdict,
    (error: { readonly code: string }) => error.code,
  );
}
