import { appendFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIntake } from '../intake/intake.ts';
import { resolveInputs } from '../readers/inputs.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { sampleRecord } from '../testing/read-samples.ts';
import { fetchRecords } from './fetch-records.ts';

const RECORDS = Array.from({ length: 20 }, (_, i) =>
  sampleRecord({ id: `r${i}` }, `user: question ${i} “é\u2028”`, `assistant: answer ${i}`),
);
const LINES = RECORDS.map((record) => JSON.stringify(record));

describe('fetchRecords', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  async function intakeOfBytes(name: string, bytes: string | Uint8Array) {
    const { files } = await resolveInputs([await folder.write(name, bytes)]);
    return readIntake(files, [], { workers: 1 });
  }

  const wanted = new Set([0, 7, 19]);

  it.each([
    ['JSON lines', 'a.jsonl', `${LINES.join('\n')}\n`],
    ['JSON lines with blank lines and CRLF', 'b.jsonl', `\r\n${LINES.join('\r\n\r\n')}`],
    ['gzip', 'c.jsonl.gz', gzipSync(LINES.join('\n'))],
    ['a JSON array on one line', 'd.json', `[${LINES.join(',')}]`],
    ['a JSON array over many lines', 'e.json', JSON.stringify(RECORDS, undefined, 2)],
  ])('reads exactly the wanted records again from %s', async (_, name, bytes) => {
    const intake = await intakeOfBytes(name, bytes);
    expect(intake.records).toBe(20);
    const fetched = await fetchRecords(intake, wanted);
    expect([...fetched].map(([number, { id }]) => [number, id])).toEqual([
      [0, 'r0'],
      [7, 'r7'],
      [19, 'r19'],
    ]);
    expect(fetched.get(7)?.conversation.turns[0]?.text).toBe('question 7 “é\u2028”');
    expect(fetched.get(7)?.digest).toBe(intake.digest(7));
  });

  it('leaves out what changed since it was read, and only that', async () => {
    const intake = await intakeOfBytes('changing.jsonl', `${LINES.join('\n')}\n`);
    const changed = LINES.with(7, LINES[7]!.replace('answer 7', 'answer 8'));
    await writeFile(intake.files[0]!.file, `${changed.join('\n')}\n`);
    expect([...(await fetchRecords(intake, wanted)).keys()]).toEqual([0, 19]);
  });

  it('is not misled by lines that were added, and survives a file that is gone', async () => {
    const intake = await intakeOfBytes('growing.jsonl', `${LINES.join('\n')}\n`);
    await appendFile(intake.files[0]!.file, `${LINES[0]}\n`);
    expect([...(await fetchRecords(intake, wanted)).keys()]).toEqual([0, 7, 19]);
    await rm(intake.files[0]!.file);
    expect((await fetchRecords(intake, wanted)).size).toBe(0);
  });

  it('stops when it is aborted', async () => {
    const intake = await intakeOfBytes('aborted.jsonl', `${LINES.join('\n')}\n`);
    await expect(fetchRecords(intake, wanted, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
