import type { FieldMapping } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntake } from '../intake/intake.ts';
import { resolveInputs } from '../readers/inputs.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { sampleRecord } from '../testing/read-samples.ts';
import { unmappedFindings } from './unmapped-finding.ts';

describe('unmappedFindings', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function found(fields: FieldMapping, extra: object) {
    const record = { ...(sampleRecord({}, 'user: hi', 'assistant: hello') as object), ...extra };
    const path = await folder.write('one.jsonl', `${JSON.stringify(record)}\n`);
    const { files } = await resolveInputs([path]);
    return unmappedFindings(await readIntake(files, [], { workers: 1, fields }));
  }

  it('names a mapped account or tenant that no record has', async () => {
    const findings = await found({ account: 'user.id', tenant: 'org.id' }, { user: { name: 'a' }, org: { id: 't' } });
    expect(findings.map(({ severity, subject, evidence }) => [severity, subject, evidence])).toEqual([
      ['medium', 'user.id', { field: 'account', path: 'user.id', records: 1 }],
    ]);
    expect(findings[0]?.message).toContain('none of 1 records');
  });

  it('says nothing where the mapping leads somewhere, or nothing is mapped', async () => {
    expect(await found({ account: 'user.id' }, { user: { id: 'a' } })).toEqual([]);
    expect(await found({}, {})).toEqual([]);
  });
});
