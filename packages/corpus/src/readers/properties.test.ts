import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InputFile, resolveInputs } from './inputs.ts';
import { DEFAULT_READER_LIMITS } from './limits.ts';
import { parseRecord } from './parse-record.ts';
import { planShards } from './shards.ts';
import { readFileWhole, readShards, wholeShard } from './testing/read-all.ts';
import { chatLines } from './testing/sample-records.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-files.ts';

const thorough = process.env.BEZOAR_THOROUGH === '1';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const lines = chatLines(6);
const jsonl = Buffer.from(`${lines.join('\n')}\n`);
const input = async (content: Uint8Array, format: 'jsonl' | 'json', isGzip = false): Promise<InputFile> => {
  const file = await folder.write('input', content);
  return { path: 'input', file, bytes: content.length, encoding: isGzip ? 'gzip' : 'plain', format };
};
/** Overwrites, inserts or deletes a few bytes. */
const edits = fc.array(
  fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), kind: fc.constantFrom('set', 'add', 'cut') }),
  { minLength: 1, maxLength: 6 },
);
type Edits = readonly { at: number; byte: number; kind: string }[];
const mutate = (bytes: Uint8Array, list: Edits): Buffer => {
  const out = [...bytes];
  for (const { at, byte, kind } of list)
    out.splice(at % (out.length + 1), kind === 'add' ? 0 : 1, ...(kind === 'cut' ? [] : [byte]));
  return Buffer.from(out);
};
const outcome = (result: Awaited<ReturnType<typeof readShards>>): unknown => ({
  records: result.records.map(({ digest, place }) => [digest, place]),
  unreadable: result.unreadable,
  linesSeen: result.linesSeen,
  textBytes: result.textBytes,
});

it('throws nothing for arbitrary bytes, whatever format they are taken for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('jsonl', 'json'),
      fc.boolean(),
      async (bytes, format, isGzip) => {
        await readShards([wholeShard(await input(bytes, format as 'jsonl' | 'json', isGzip))]);
        await readFileWhole(await folder.write('any', bytes));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

it('throws nothing for json-like text, and never loses a document in silence', async () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    ' ',
    '1',
    'null',
    '"messages"',
    '"data"',
    lines[0] ?? '',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(token, { minLength: 1, maxLength: 30 }),
      fc.constantFrom('jsonl', 'json'),
      async (tokens, format) => {
        const text = Buffer.from(tokens.join(''));
        const result = await readShards([wholeShard(await input(text, format as 'jsonl' | 'json'))]);
        if (text.toString().trim() !== '') expect(result.records.length + result.unreadable.length).toBeGreaterThan(0);
      },
    ),
    { seed: 2, numRuns: 500 },
  );
});

it('reads every line that a damaged line leaves whole', async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const bytes = mutate(jsonl, list);
      const result = await readShards([wholeShard(await input(bytes, 'jsonl'))]);
      const whole = bytes
        .toString('latin1')
        .split('\n')
        .filter((line) => lines.includes(Buffer.from(line, 'latin1').toString()));
      expect(result.records.length).toBeGreaterThanOrEqual(whole.length);
      expect(result.linesSeen).toBe(bytes.filter((byte) => byte === 10).length);
      expect(result.bytesRead).toBe(bytes.length);
    }),
    { seed: 3, numRuns: 200 },
  );
});

it('throws nothing for damaged gzip, and reports whatever keeps it from the records', async () => {
  const packed = Buffer.concat([gzipSync(jsonl.subarray(0, 200)), gzipSync(jsonl.subarray(200))]);
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const { records, unreadable } = await readShards([wholeShard(await input(mutate(packed, list), 'jsonl', true))]);
      if (records.length < lines.length) expect(unreadable.length).toBeGreaterThan(0);
    }),
    { seed: 4, numRuns: 200 },
  );
});

it('gives the records before any truncation, and says that it is one', async () => {
  const whole = Buffer.from(lines.slice(0, 3).join('\n'));
  const ends = [0, 1, 2].map((n) => Buffer.byteLength(lines.slice(0, n + 1).join('\n')));
  for (let length = 1; length < whole.length; length++) {
    const { records, unreadable } = await readShards([wholeShard(await input(whole.subarray(0, length), 'jsonl'))]);
    const complete = ends.filter((end) => end <= length).length;
    const isClean = ends.includes(length) || ends.includes(length - 1);
    expect(records).toHaveLength(complete);
    expect(unreadable.map(({ code, line }) => [code, line])).toEqual(isClean ? [] : [['truncated', complete + 1]]);
  }
});

it('never takes a cut gzip file or a cut json array for a whole one', async () => {
  const packed = gzipSync(jsonl);
  for (let length = 1; length < packed.length; length++) {
    const { unreadable } = await readShards([wholeShard(await input(packed.subarray(0, length), 'jsonl', true))]);
    expect(unreadable.map(({ code }) => code)).toEqual(['cut-gzip']);
  }
  const array = Buffer.from(`[${lines.slice(0, 2).join(',\n')}]`);
  for (let length = 1; length < array.length; length++) {
    const { unreadable } = await readShards([wholeShard(await input(array.subarray(0, length), 'json'))]);
    expect(unreadable.at(-1)?.code).toBe('truncated');
  }
});

it('reads the same records on the same lines however a file is cut into shards', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(jsonl.length), { maxLength: 8 }),
      edits,
      fc.boolean(),
      async (cuts, list, isDamaged) => {
        const file = await input(isDamaged ? mutate(jsonl, list) : jsonl, 'jsonl');
        const bounds = [0, ...cuts.map((cut) => Math.min(cut, file.bytes)).sort((a, b) => a - b), file.bytes];
        const shards = bounds
          .slice(1)
          .map((end, index) => ({ input: file, fileIndex: 0, start: bounds[index] ?? 0, end }));
        const parts = await readShards(shards);
        expect(outcome(parts)).toEqual(outcome(await readShards([wholeShard(file)])));
        expect(parts.bytesRead).toBe(file.bytes);
      },
    ),
    { seed: 5, numRuns: thorough ? 200 : 80 },
  );
});

it('does not depend on where a chunk ends', async () => {
  const array = Buffer.from(`\ufeff[${lines.join(' ,\n\n ')}]`);
  const wrapper = Buffer.from(
    JSON.stringify({ 'a"b': [1], data: lines.map((line) => JSON.parse(line) as unknown) }, null, 1),
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), edits, fc.boolean(), async (chunkBytes, list, isDamaged) => {
      for (const [bytes, format] of [
        [jsonl, 'jsonl'],
        [array, 'json'],
        [wrapper, 'json'],
      ] as const) {
        const content = isDamaged ? mutate(bytes, list) : bytes;
        for (const isGzip of [false, true]) {
          const shard = wholeShard(await input(isGzip ? gzipSync(content) : content, format, isGzip));
          expect(outcome(await readShards([shard], { chunkBytes }))).toEqual(outcome(await readShards([shard])));
        }
      }
    }),
    { seed: 6, numRuns: thorough ? 60 : 15 },
  );
});

it('gives a record the same digest in an array, in lines and in gzip, whatever the order of its fields', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          prompt: fc.string({ unit: 'binary' }),
          response: fc.string({ unit: 'binary' }),
          extra: fc.jsonValue({ maxDepth: 3 }),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      async (records) => {
        const texts = records.map((record) => JSON.stringify(record));
        const turned = records.map(({ prompt, response, extra }) =>
          JSON.stringify({ extra, response, prompt }, null, 1),
        );
        const digests = async (bytes: Uint8Array, format: 'jsonl' | 'json', isGzip: boolean): Promise<string[]> =>
          (await readShards([wholeShard(await input(bytes, format, isGzip))])).records.map(({ digest }) => digest);
        const expected = await digests(Buffer.from(texts.join('\n')), 'jsonl', false);
        expect(expected).toHaveLength(records.length);
        expect(await digests(Buffer.from(`[${turned.join(',')}]`), 'json', false)).toEqual(expected);
        expect(await digests(gzipSync(texts.join('\n')), 'jsonl', true)).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: thorough ? 100 : 30 },
  );
});

it('makes a record or a reason of any json value', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.jsonValue(),
      fc.constantFrom('messages', 'prompt', 'input', 'conversations', 'metadata'),
      (a, b, name) => {
        for (const value of [
          a,
          { [name]: a, response: b },
          { messages: [a, { role: 'user', content: b, tool_calls: a }] },
          [{ role: a, content: b }],
        ]) {
          const result = parseRecord(value, { file: 'f', line: 1 }, DEFAULT_READER_LIMITS, JSON.stringify(value));
          if ('code' in result) expect(result.reason).not.toBe('');
          else expect(result.record.digest).toMatch(/^[0-9a-f]{64}$/);
        }
      },
    ),
    { seed: 8, numRuns: 500 },
  );
});

it('plans shards that cover every byte once, in order', async () => {
  const size = fc.integer({ min: 0, max: 40 * 1024 * 1024 });
  const file = fc.record({
    bytes: size,
    encoding: fc.constantFrom('plain', 'gzip'),
    format: fc.constantFrom('jsonl', 'json', 'foreign', 'empty'),
  });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 5 }), fc.integer({ min: 1, max: 64 }), (sizes, count) => {
      const files = sizes.map(
        (item, index): InputFile => ({
          ...(item as Pick<InputFile, 'bytes' | 'encoding' | 'format'>),
          path: `f${index}`,
          file: `f${index}`,
        }),
      );
      const shards = planShards(files, count);
      files.forEach((each, index) => {
        const own = shards.filter((shard) => shard.fileIndex === index);
        expect(own[0]?.start).toBe(0);
        expect(own.at(-1)?.end).toBe(each.bytes);
        own.slice(1).forEach((shard, part) => {
          expect(shard.start).toBe(own[part]?.end);
        });
        if (each.format !== 'jsonl' || each.encoding === 'gzip') expect(own).toHaveLength(1);
      });
      expect(planShards(files, count)).toEqual(shards);
    }),
    { seed: 9, numRuns: 200 },
  );
});

it('resolves the inputs of a run in the same order, whatever the order of arguments', async () => {
  const paths = await Promise.all(['b.jsonl', 'a.jsonl', 'c.jsonl'].map((name) => folder.write(name, jsonl)));
  const forward = await resolveInputs(paths);
  const backward = await resolveInputs([...paths].reverse());
  expect(backward.files).toEqual(forward.files);
});
