import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveInputs } from '../readers/inputs.ts';
import { type TemporaryFolder, temporaryFolder } from '../readers/testing/temporary-files.ts';
import { intakeOf, sampleRecord } from '../testing/read-samples.ts';
import { columnsOf, corpusDigest, readIntake } from './intake.ts';

const record = (id: string | undefined, words = 'hi'): object =>
  sampleRecord(
    { ...(id === undefined ? {} : { id }), tenant: 't', account: words },
    `user: ${words}`,
    'assistant: yes',
  );

describe('readIntake', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it('names a record by its id, by its place without one, and by both where the id repeats', async () => {
    const intake = await intakeOf(folder, 'm.jsonl', [record('a'), record(undefined), record('b'), record('a')]);
    const path = `${folder.path}/m.jsonl`;
    expect([0, 1, 2, 3].map((number) => intake.label(number))).toEqual([
      `a#${path}:1`,
      `${path}:2`,
      'b',
      `a#${path}:4`,
    ]);
  });

  it('sees that an id repeats in another file', async () => {
    const one = await folder.write('x1.jsonl', `${JSON.stringify(record('a'))}\n`);
    const two = await folder.write('x2.jsonl', `${JSON.stringify(record('a'))}\n`);
    const { files } = await resolveInputs([two, one]);
    const intake = await readIntake(files, [], { workers: 1 });
    expect([intake.label(0), intake.label(1)]).toEqual([`a#${one}:1`, `a#${two}:1`]);
  });

  it('is not confused by ids and accounts named like members of Object', async () => {
    const names = ['__proto__', 'constructor', 'toString', '__proto__'];
    const intake = await intakeOf(
      folder,
      'p.jsonl',
      names.map((name) => record(name, name)),
    );
    expect(intake.label(1)).toBe('constructor');
    expect(intake.label(0)).toBe(`__proto__#${folder.path}/p.jsonl:1`);
    expect(names.map((_, i) => intake.principal(i).account)).toEqual(names);
  });

  it('tells apart records of a JSON array that share a line, by column', async () => {
    const path = await folder.write('one-line.json', JSON.stringify([record(undefined), record(undefined, 'ho')]));
    const { files } = await resolveInputs([path]);
    const intake = await readIntake(files, [], { workers: 1 });
    const [first, second] = [intake.place(0), intake.place(1)];
    expect([first.line, second.line]).toEqual([1, 1]);
    expect(second.column).toBeGreaterThan(first.column ?? 0);
    expect(intake.label(0)).not.toBe(intake.label(1));
  });

  it('finds the same corpus digest in another order, in other files and compressed', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => JSON.stringify(record(`r${i}`, `words ${i}`)));
    const digestOf = async (...contents: (string | Uint8Array)[]): Promise<string> => {
      const paths = await Promise.all(contents.map((content, i) => folder.write(`d${i}.jsonl`, content)));
      const { files } = await resolveInputs(paths);
      return corpusDigest(columnsOf(await readIntake(files, [], { workers: 1 }), undefined).sets[0]!);
    };
    const whole = await digestOf(lines.join('\n'));
    expect(await digestOf([...lines].reverse().join('\n'))).toBe(whole);
    expect(await digestOf(lines.slice(0, 11).join('\n'), gzipSync(lines.slice(11).join('\n')))).toBe(whole);
    expect(await digestOf(`[${lines.join(',')}]`)).toBe(whole);
    expect(await digestOf(lines.slice(1).join('\n'))).not.toBe(whole);
    expect(await digestOf([...lines, lines[0]].join('\n'))).not.toBe(whole);
  });
});
