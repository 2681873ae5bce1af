import { rm } from 'node:fs/promises';
import {
  DRIFT_CHECKS,
  type DriftDocument,
  drift,
  type ScanDocument,
  type ScanOptions,
  scan,
  status,
} from '@bezoar/operations';
import { describe, expect, it } from 'vitest';
import { cleanMonth, jsonLines, minedMonth, plantedMonth } from './months.test-support.ts';
import { KEYS, type TestProject, withProject } from './project.test-support.ts';

const NONE = { verdict: 'none', outcome: 'ok', exit: 0, drifts: [], undecided: [], checks: [{ compared: 1 }] };
const UNDECIDED = { verdict: 'undecided', outcome: 'undecided', exit: 3, drifts: [], findings: [] };
const OCTOBER = 'months/october.jsonl';

function repeated({ location, clock }: TestProject, workingDirectory?: string): Promise<DriftDocument> {
  const checks = DRIFT_CHECKS.filter(({ name }) => name === 'scans repeated');
  return drift({ location: { ...location, ...(workingDirectory && { workingDirectory }) }, clock, checks });
}

async function scanHere({ location, clock }: TestProject, options: Partial<ScanOptions> = {}): Promise<ScanDocument> {
  return (await scan({ files: [OCTOBER], project: location, clock, workers: 1, ...options })).document;
}

/** A project in which these records were scanned once. */
function withScan<T>(
  records: readonly unknown[] | string,
  use: (project: TestProject, former: ScanDocument) => Promise<T>,
  options: Partial<ScanOptions> = {},
): Promise<T> {
  return withProject(options.trusted === undefined ? {} : { trusted: [] }, async (project) => {
    await project.write(OCTOBER, typeof records === 'string' ? records : jsonLines(records));
    await project.write('more.yaml', 'actions:\n  wire: { requires: { transcript: { after: lookup_order } } }\n');
    const former = await scanHere(project, options);
    expect(former.ledger).not.toBeNull();
    return use(project, former);
  });
}

async function expectDrift(project: TestProject, ...observed: readonly string[]): Promise<void> {
  const document = await repeated(project);
  expect(document).toMatchObject({ verdict: 'drift', outcome: 'adverse', exit: 1 });
  expect(document.findings).toMatchObject([{ code: 'policy/result-differs', severity: 'high' }]);
  for (const part of observed) expect(document.drifts[0]?.observed).toContain(part);
}

describe('a logged scan that is repeated', () => {
  it('says the same of the same records, in another order too, and leaves no entry of its own', async () => {
    await withScan(plantedMonth(), async (project) => {
      expect(await repeated(project)).toMatchObject(NONE);
      await project.write(OCTOBER, jsonLines([...plantedMonth()].reverse()));
      expect(await repeated(project)).toMatchObject(NONE);
      expect((await status({ location: project.location })).ledger.size).toBe(1);
    });
  });

  it('drifts where a planted record came in, until the month is scanned anew', async () => {
    await withScan(cleanMonth(), async (project) => {
      await project.write(OCTOBER, jsonLines(plantedMonth()));
      await expectDrift(project, 'the corpus is another one', 'was clean, now findings', '1 findings are new');
      await scanHere(project);
      expect(await repeated(project)).toMatchObject(NONE);
    });
  });

  it('drifts where the document would find something else', async () => {
    await withScan(plantedMonth(), async (project) => {
      await project.edit({ hasCorpus: false, blocks: ['control: corpus/review\nfail_on: high'] });
      await expectDrift(project, 'was findings, now clean', '1 of 1 findings are gone');
    });
  });

  it('drifts where the trusted corpus now explains a finding away, and is undecided where that is gone', async () => {
    await withProject({}, async (project) => {
      await project.write('months/trusted.jsonl', jsonLines(minedMonth('earlier', '2026-09', 0)));
      await project.write(OCTOBER, jsonLines(minedMonth('october', '2026-10', 10)));
      const former = await scanHere(project);
      expect(former.findings.map(({ code }) => code)).toContain('corpus/trigger-phrase');
      await project.write('months/trusted.jsonl', jsonLines(minedMonth('earlier', '2026-09', 10)));
      await expectDrift(project, 'findings are gone');
      await rm(project.at('months/trusted.jsonl'));
      expect(await repeated(project)).toMatchObject(UNDECIDED);
    });
  });

  it('is undecided where its input, or its report, is gone', async () => {
    await withScan(cleanMonth(), async (project, { ledger }) => {
      await rm(project.at(OCTOBER));
      const document = await repeated(project);
      expect(document).toMatchObject(UNDECIDED);
      expect(document.undecided).toEqual([expect.stringContaining(OCTOBER)]);
      await project.write(OCTOBER, jsonLines(cleanMonth()));
      await rm(project.at(`.bezoar/cas/sha256/${ledger!.report.slice(0, 2)}/${ledger!.report}`));
      expect(await repeated(project)).toMatchObject(UNDECIDED);
    });
  });

  it('is undecided where it read standard input', async () => {
    await withProject({}, async (project) => {
      async function* input(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(jsonLines(cleanMonth()));
      }
      await scanHere(project, { files: ['-'], standardInput: input() });
      expect(await repeated(project)).toMatchObject(UNDECIDED);
    });
  });
});

describe('a scan that is repeated from elsewhere, or was called in another way', () => {
  it('says the same from another working directory', async () => {
    await withScan(plantedMonth(), async (project) => {
      project.git('init', '-q');
      await project.write('below/note', '');
      process.chdir(project.at('below'));
      expect(await repeated(project, project.at('below'))).toMatchObject(NONE);
    });
  });

  it('says the same of records without ids, and of lines that cannot be read', async () => {
    const nameless = plantedMonth().map((record) => ({ ...record, id: undefined }));
    await withScan(`${jsonLines(nameless)}{"messages": oops}\n`, async (project, former) => {
      expect(former.coverage.unreadableCount).toBe(1);
      expect(await repeated(project)).toMatchObject(NONE);
    });
  });

  it('says the same where flags named a stricter threshold and the trusted corpus that the document does not', async () => {
    const flags = { failOn: 'info', trusted: ['months/trusted.jsonl'] } as const;
    await withScan(cleanMonth(), async (project) => expect(await repeated(project)).toMatchObject(NONE), flags);
  });

  it('says the same, or that it cannot say, where a flag added hazards', async () => {
    const records = jsonLines(plantedMonth()).replaceAll('issue_credit', 'wire');
    const flags = { hazards: 'more.yaml' };
    const verdicts = await withScan(records, async (project) => (await repeated(project)).verdict, flags);
    expect(verdicts).not.toBe('drift');
  });
});

describe('a repeated scan beside other drifts', () => {
  it('does not differ because the document was loosened: that is a drift of its own', async () => {
    await withScan(cleanMonth(), async (project) => {
      await project.sign([KEYS.alice, KEYS.bob]);
      await scanHere(project);
      await project.edit({ loosen: 1 });
      expect(await repeated(project)).toMatchObject(NONE);
    });
  });
});
