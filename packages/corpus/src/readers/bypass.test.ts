import { appendFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReadResult, readFileWhole } from './testing/read-all.ts';
import { chatLines, chatRecord } from './testing/sample-records.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-files.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const MIB = 1024 * 1024;
const [one = '', two = '', three = ''] = chatLines(3);
const read = async (content: string | Uint8Array): Promise<ReadResult> =>
  readFileWhole(await folder.write('hostile', content));
const ids = ({ records }: ReadResult): unknown[] => records.map(({ id }) => id);
const faults = ({ unreadable }: ReadResult): unknown[] => unreadable.map(({ line, code }) => [line, code]);
/** `middle` between two good lines: the good ones are always read. */
const between = async (middle: string | Uint8Array): Promise<unknown[]> => {
  const result = await read(Buffer.concat([Buffer.from(`${one}\n`), Buffer.from(middle), Buffer.from(`\n${two}\n`)]));
  expect(ids(result)).toEqual(expect.arrayContaining(['r1', 'r2']));
  return faults(result);
};

describe('a hostile line is reported, and the lines around it are read', () => {
  it('a NUL byte', async () => {
    expect(await between(one.replace('Wo', 'W\0'))).toEqual([[2, 'binary']]);
    expect(await between('\0'.repeat(50))).toEqual([[2, 'binary']]);
  });
  it('a byte order mark before a later line', async () =>
    expect(await between(`\ufeff${three}`)).toEqual([[2, 'not-json']]));
  it('a lone carriage return as a line end', async () =>
    expect(await between(`${three}\r${three}`)).toEqual([[2, 'not-json']]));
  it('two values on one line', async () => expect(await between(`${three} ${three}`)).toEqual([[2, 'not-json']]));
  it('invalid UTF-8', async () =>
    expect(await between(Buffer.from(three.replace('Wo', 'W\xff'), 'latin1'))).toEqual([[2, 'not-utf8']]));
  it('an overlong UTF-8 form', async () =>
    expect(await between(Buffer.from([0x22, 0xc0, 0xaf, 0x22]))).toEqual([[2, 'not-utf8']]));
  it('a surrogate in UTF-8', async () =>
    expect(await between(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toEqual([[2, 'not-utf8']]));
  it('nesting that is never closed', async () => expect(await between('['.repeat(100_000))).toEqual([[2, 'not-json']]));
  it('nesting that is closed', async () => {
    expect(await between('['.repeat(100_000) + ']'.repeat(100_000))).toEqual([[2, 'too-deep']]);
    const bomb = `{"prompt":"p","response":"r","x":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`;
    expect(await between(bomb)).toEqual([[2, 'too-deep']]);
  });
  it('very many fields', async () => {
    expect(await between(`{"prompt":"p","response":"r","x":[${'0,'.repeat(20_000)}0]}`)).toEqual([
      [2, 'too-many-fields'],
    ]);
  });
  it('very many turns', async () => {
    const messages = Array.from({ length: 4097 }, () => ({ role: 'user', content: 'a' }));
    expect(await between(JSON.stringify({ messages }))).toEqual([[2, 'too-many-fields']]);
  });
  it('a number beyond the range of a double', async () => {
    expect(await between('{"prompt":"p","response":"r","rating":1e999}')).toEqual([[2, 'not-json']]);
  });
  it('a line of 20 MiB', async () => {
    expect(await between(`{"prompt":"${'a'.repeat(20 * MIB)}","response":"r"}`)).toEqual([[2, 'line-too-long']]);
  });
  it('an array of records on one line among json lines', async () =>
    expect(await between(`[${three}]`)).toEqual([[2, 'not-a-record']]));
  it('a field name that stands twice, of which readers take one or the other', async () => {
    expect(await between('{"prompt":"a","prompt":"b","response":"r"}')).toEqual([[2, 'unread-part']]);
    expect(await between('{"prompt":"a","pr\\u006fmpt":"b","response":"r"}')).toEqual([[2, 'unread-part']]);
    expect(await between('{"a\\\\":1,"prompt":"\\\\\\":","response":"{\\"a\\":1,\\"a\\":2}"}')).toEqual([]);
  });
  it('an account number that lost its last digits', async () => {
    expect(await between('{"prompt":"a","response":"r","account":12345678901234567890}')).toEqual([[2, 'unread-part']]);
  });
});

describe('what looks odd and is a record is read', () => {
  it('U+2028 and U+0085 in a string', async () =>
    expect(await between('{"prompt":"a\u2028b\u0085","response":"r"}')).toEqual([]));
  it('escaped NUL and lone surrogates', async () => {
    const { records, unreadable } = await read('{"prompt":"\\u0000\\ud800","response":"\\udfff"}\n');
    expect(unreadable).toEqual([]);
    expect(records[0]?.conversation.turns[0]?.text).toBe('\0\ud800');
  });
  it('names of inherited properties, as fields and as missing fields', async () => {
    const text =
      '{"__proto__":{"id":"evil","tenant":"t"},"constructor":{"name":"x"},"toString":1,"prompt":"p","response":"r"}';
    const { records, unreadable } = await read(
      `${text}\n{"prompt":"p","response":"r"}\n{"__proto__":{"prompt":"p","response":"r"}}\n`,
    );
    expect(unreadable.map(({ line, code }) => [line, code])).toEqual([[3, 'not-a-record']]);
    expect(records.map(({ id, principal }) => [id, principal.tenant])).toEqual([
      [undefined, ''],
      [undefined, ''],
    ]);
    expect(records[0]?.digest).not.toBe(records[1]?.digest);
    expect(Object.hasOwn(Object.prototype, 'id')).toBe(false);
  });
});

describe('a reason never quotes the input', () => {
  for (const text of [
    '<script>alert(1)</script>',
    '{"a": <script>}',
    `{"messages":[{"role":"<script>"}]}`,
    '{"a":1}<script>',
    '{"<script>": [}',
  ]) {
    it(text, async () => {
      const { unreadable } = await read(`${one}\n${text}\n`);
      expect(unreadable).toHaveLength(1);
      expect(JSON.stringify(unreadable)).not.toContain('script');
    });
  }
});

describe('gzip', () => {
  const good = gzipSync(`${one}\n${two}\n`);

  it('reads a member that hides behind zero padding, where other readers go on', async () => {
    const result = await read(Buffer.concat([good, Buffer.alloc(3), gzipSync(`${three}\n`)]));
    expect(ids(result)).toEqual(['r1', 'r2', 'r3']);
    expect(result.unreadable).toEqual([]);
  });
  it('reads a thousand small members', async () => {
    const result = await read(Buffer.concat(Array.from({ length: 1000 }, () => gzipSync(`${one}\n`))));
    expect(result.records).toHaveLength(1000);
  });
  it('reports bytes after the gzip data', async () => {
    for (const garbage of ['garbage', `${three}\n`, '\0\0x']) {
      const result = await read(Buffer.concat([good, Buffer.from(garbage)]));
      expect(ids(result)).toEqual(['r1', 'r2']);
      expect(faults(result)).toEqual([[3, 'trailing-gzip']]);
    }
  });
  it('reports a cut file after its records', async () => {
    const result = await read(good.subarray(0, -9));
    expect(ids(result)[0]).toBe('r1');
    expect(result.unreadable.map(({ code }) => code)).toEqual(['cut-gzip']);
  });
  it('reports a wrong checksum after its records', async () => {
    const bad = Buffer.from(good);
    bad[bad.length - 6] = (bad.at(-6) ?? 0) ^ 1;
    const result = await read(bad);
    expect(ids(result)).toEqual(['r1', 'r2']);
    expect(result.unreadable.map(({ code }) => code)).toEqual(['damaged-gzip']);
  });
  it('stops at a bomb', async () => {
    const result = await read(gzipSync(Buffer.concat([Buffer.from(`${one}\n`), Buffer.alloc(80 * MIB, ' ')])));
    expect(ids(result)).toEqual(['r1']);
    expect(result.unreadable.map(({ code }) => code)).toContain('expansion-limit');
    expect(result.textBytes).toBeLessThan(100 * MIB);
  });
  it('says that data is compressed twice', async () => {
    expect((await read(gzipSync(good))).unreadable.map(({ code }) => code)).toEqual(['foreign']);
  });
});

describe('json documents', () => {
  it('reads on after a broken element', async () => {
    const result = await read(`[\n${one},\n{"broken":},\n${two},,\n${three} ${one}\n] tail`);
    expect(ids(result)).toEqual(['r1', 'r2', 'r3', 'r1']);
    expect(faults(result)).toEqual([
      [3, 'not-json'],
      [4, 'not-json'],
      [5, 'not-json'],
      [6, 'not-json'],
    ]);
  });
  it('passes over an element that is too long', async () => {
    const result = await read(`[\n${one},\n{"prompt":"${'a'.repeat(9 * MIB)}","response":"r"},\n${two}]`);
    expect(ids(result)).toEqual(['r1', 'r2']);
    expect(faults(result)).toEqual([[3, 'line-too-long']]);
  });
  it('reports arrays of a wrapper that it does not read', async () => {
    const result = await read(`{\n"data": [\n${one},\n${two}\n],\n"hidden": [${three}]\n}`);
    expect(ids(result)).toEqual(['r1', 'r2']);
    expect(faults(result)).toEqual([[7, 'unread-part']]);
  });
  it('reports an array without records', async () => expect(faults(await read('[ ]'))).toEqual([[1, 'empty']]));
});

describe('the first line cannot hide the rest', () => {
  for (const [name, first] of [
    ['a broken object', '{"messages": [{"role": "us'],
    ['an object that seems to go on', '{"data": ['],
    ['an open bracket', '['],
    ['text', '# exported today'],
    ['an array of records', `[${three}]`],
    ['an object that holds an array of records', `{"data":[${three}]}`],
  ] as const) {
    it(name, async () => expect(ids(await read(`${first}\n${one}\n${two}\n`))).toEqual(['r1', 'r2']));
  }
  it('white space beyond the head', async () =>
    expect(ids(await read(`${' \n'.repeat(300_000)}${one}\n`))).toEqual(['r1']));
  it('a first record of 6 MiB', async () => {
    const long = JSON.stringify(chatRecord('long', 'a'.repeat(6 * MIB), 'b'));
    expect(ids(await read(`${long}\n${one}\n`))).toEqual(['long', 'r1']);
  });
});

it('reports a file that shrinks or vanishes after it was resolved', async () => {
  const { resolveInputs } = await import('./inputs.ts');
  const { readShards, wholeShard } = await import('./testing/read-all.ts');
  const file = await folder.write('moving', `${one}\n${two}\n`);
  const [input] = (await resolveInputs([file])).files;
  if (input === undefined) throw new Error('no input');
  await folder.write('moving', `${one}\n`);
  expect((await readShards([wholeShard(input)])).unreadable.map(({ code }) => code)).toEqual(['io-error']);
  await appendFile(file, `${two}\n`);
  const gone = { ...input, file: `${file}.gone` };
  expect((await readShards([wholeShard(gone)])).unreadable.map(({ code, line }) => [code, line])).toEqual([
    ['io-error', 1],
  ]);
});
