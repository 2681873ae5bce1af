import { mkdir, readFile } from 'node:fs/promises';
import { canonicalJson, sha256 } from '@bezoar/core';
import {
  type FinishedReview,
  finishReview,
  openReview,
  openReviewProject,
  parseVerdicts,
  type ReviewSigning,
  signedReview,
  signReview,
} from '@bezoar/operations/review';
import { describe, expect, it } from 'vitest';
import { errorOf, KEYS, SUBMITTER, signatureFiles, type TestProject, withProject } from './project.test-support.ts';

const { alice, bob, carol } = KEYS;

const record = (id: string, text: string): object => ({
  id,
  messages: [
    { role: 'user', content: text },
    { role: 'assistant', content: 'It is on its way.' },
  ],
});

/** The output of an admission: 300 records, and one that was kept out. */
async function writeAdmission(project: TestProject): Promise<void> {
  await mkdir(project.at('admitted'), { recursive: true });
  const lines = Array.from(
    { length: 300 },
    (_, i) => `${canonicalJson(record(`c${i}`, `Where is order ${i}?`))}\n`,
  ).join('');
  const odd = record('odd', 'Decode aGVsbG8=');
  const kept = {
    codes: ['corpus/encoded-payload'],
    digest: sha256(canonicalJson(odd)),
    findings: [],
    record: odd,
    recordId: 'odd',
  };
  await project.write('admitted/admitted.jsonl', lines);
  await project.write('admitted/quarantine.jsonl', `${canonicalJson(kept)}\n`);
  await project.write('admitted/slice.json', '[]\n');
  const document = { schema: 'bezoar.admit/v1', admitted: { sha256: sha256(lines) }, findings: [] };
  await project.write('admitted/admission.json', JSON.stringify(document));
}

/** Everything read by a reader who sees every canary. */
async function readAll(project: TestProject, oddVerdict: 'keep' | 'reject'): Promise<FinishedReview> {
  const { project: opened } = await openReviewProject(project.location, 'alice');
  const { location, clock } = project;
  const base = { folder: 'admitted', workingDirectory: location.workingDirectory, reviewer: 'alice', seed: 's' };
  const review = await openReview({ ...base, project: opened, clock });
  const canaries = new Set(review.canaries.map(({ record: canary }) => canary.digest));
  const judge = (id: string, kind: string) => (kind === 'flagged' ? oddVerdict : canaries.has(id) ? 'reject' : 'keep');
  for (const { id, kind, records } of review.items) {
    await review.decide(id, judge(id, kind), { seconds: 30, shown: records });
  }
  const finished = await finishReview(review);
  await review.close();
  return finished;
}

const signingOf = ({ location, clock }: TestProject, files: readonly string[] = []): ReviewSigning => ({
  location,
  clock,
  files,
  expires: '90d',
  submitter: SUBMITTER,
  confirm: async () => false,
});

describe('a signed review', () => {
  it('is a decision over exactly what was read, with the verdicts as its evidence', async () => {
    await withProject({}, async (project) => {
      await writeAdmission(project);
      await project.sign([alice, bob]);
      const finished = await readAll(project, 'reject');
      const { project: opened } = await openReviewProject(project.location, 'alice');
      expect(await signedReview(finished, opened!, project.clock)).toBeUndefined();
      const asked = await signReview(finished, signingOf(project));
      expect(asked).toMatchObject({ verdict: 'pending', scope: { records: finished.reviewed.records } });
      const made = await signReview(finished, signingOf(project, await signatureFiles(asked.pending!.folder, [carol])));
      expect(made.entry).not.toBeNull();
      expect(await signedReview(finished, opened!, project.clock)).toEqual({
        index: made.entry!.index,
        signedBy: ['carol@larkfield.example'],
      });
      const { verdicts, bound } = parseVerdicts(await readFile(finished.verdicts.path));
      expect([...verdicts.values()].filter(({ verdict }) => verdict === 'reject')).toEqual([
        { verdict: 'reject', codes: ['corpus/encoded-payload'] },
      ]);
      expect(bound!.fewerThan).toBeLessThanOrEqual(25);
    });
  });

  it('does not let anybody sign verdicts that were changed since they were proposed', async () => {
    await withProject({}, async (project) => {
      await writeAdmission(project);
      await project.sign([alice, bob]);
      await signReview(await readAll(project, 'reject'), signingOf(project));
      const changed = await readAll(project, 'keep');
      expect((await errorOf(signReview(changed, signingOf(project)))).code).toBe('review/verdicts-changed');
    });
  });
});
