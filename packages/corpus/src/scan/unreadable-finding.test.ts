import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntake } from '../intake/intake.ts';
import { resolveInputs } from '../readers/inputs.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { sampleRecord } from '../testing/read-samples.ts';
import { unreadableFindings } from './unreadable-finding.ts';

const GOOD = JSON.stringify(sampleRecord({}, 'user: hi', 'assistant: hello'));

describe('unreadableFindings', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function found(...contents: string[]) {
    const paths = await Promise.all(contents.map((content, i) => folder.write(`${i}.jsonl`, content)));
    const { files } = await resolveInputs(paths);
    return unreadableFindings(await readIntake(files, [], { workers: 1 }), 'month');
  }

  it('says nothing of files that were read whole', async () => {
    expect(await found(`${GOOD}\n${GOOD}\n`)).toEqual([]);
  });

  it('gives one finding per file and kind of damage, with the first lines and the count of all', async () => {
    const findings = await found(`${GOOD}\n{"a":\n[1]\nnope}\n${GOOD}\n`, '', `${GOOD}\n${GOOD.slice(0, 40)}`);
    expect(findings.map(({ subject, evidence }) => [subject.slice(-7), evidence.code, evidence.lines])).toEqual([
      ['0.jsonl', 'not-json', [2, 4]],
      ['0.jsonl', 'not-a-record', [3]],
      ['1.jsonl', 'empty', []],
      ['2.jsonl', 'truncated', [2]],
    ]);
    expect(findings[0]).toMatchObject({ severity: 'medium', control: 'corpus/sources', location: { line: 2 } });
    expect(findings[0]?.message).toMatch(/0\.jsonl` line 2, and 1 more: /);
    expect(findings[2]?.location).not.toHaveProperty('line');
    expect(new Set(findings.map(({ id }) => id)).size).toBe(4);
  });

  it('lists the first 20 lines and counts all', async () => {
    const [finding] = await found(`${GOOD}\n${'nope\n'.repeat(100)}${GOOD}\n`);
    expect(finding?.evidence.lines).toEqual(Array.from({ length: 20 }, (_, i) => i + 2));
    expect(finding?.evidence.places).toBe(100);
  });

  it('keeps an id while the damage in a file grows', async () => {
    const [one] = await found(`${GOOD}\nnope\n${GOOD}\n`);
    const [two] = await found(`nope\n${GOOD}\nnope\n${GOOD}\n`);
    expect(two?.id).toBe(one?.id);
  });
});
