import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileWhole } from './testing/read-all.ts';
import { chatLines } from './testing/sample-records.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-files.ts';

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const lines = chatLines(3);
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
const parsed = lines.map((line) => JSON.parse(line) as unknown);

describe('ordinary inputs are read whole, without a complaint', () => {
  const forms: Readonly<Record<string, string | Uint8Array>> = {
    'json lines': `${lines.join('\n')}\n`,
    'json lines without a final newline': lines.join('\n'),
    'json lines with CRLF': `${lines.join('\r\n')}\r\n`,
    'json lines after a byte order mark': `\ufeff${lines.join('\n')}\n`,
    'json lines with blank lines between': `\n${lines.join('\n\n')}\n\n`,
    'gzipped json lines': gzipSync(lines.join('\n')),
    'gzipped json lines after a byte order mark': gzipSync(`\ufeff${lines.join('\n')}`),
    'two gzip members': Buffer.concat([gzipSync(`${lines[0]}\n`), gzipSync(`${lines[1]}\n${lines[2]}\n`)]),
    'gzip with zero padding': Buffer.concat([gzipSync(lines.join('\n')), Buffer.alloc(512)]),
    'a minified array': `[${lines.join(',')}]`,
    'a minified array with a final newline': `[${lines.join(',')}]\n`,
    'an array with one record a line': `[\n${lines.join(',\n')}\n]\n`,
    'a pretty-printed array': pretty(parsed),
    'a gzipped array': gzipSync(pretty(parsed)),
    'a pretty-printed wrapper': pretty({ version: 1, tags: ['a'], data: parsed }),
    'a minified wrapper': JSON.stringify({ license: 'x', examples: parsed }),
    'an array of bare message arrays': `[${lines.map((line) => JSON.stringify((JSON.parse(line) as { messages: unknown }).messages)).join(',')}]`,
    'json lines of bare message arrays': lines
      .map((line) => JSON.stringify((JSON.parse(line) as { messages: unknown }).messages))
      .join('\n'),
  };
  for (const [name, content] of Object.entries(forms)) {
    it(name, async () => {
      const result = await readFileWhole(await folder.write('file', content));
      expect(result.unreadable).toEqual([]);
      expect(result.records.map((record) => record.conversation.turns[1]?.text)).toEqual([
        'Sie kommt am 0.',
        'Sie kommt am 1.',
        'Sie kommt am 2.',
      ]);
      expect(result.bytesRead).toBe(Buffer.byteLength(content));
    });
  }

  it('one pretty-printed record', async () => {
    const result = await readFileWhole(await folder.write('one', pretty(parsed[0])));
    expect(result.unreadable).toEqual([]);
    expect(result.records.map((record) => record.place.line)).toEqual([1]);
  });

  it('a pretty-printed record that lists its tools before its messages', async () => {
    const record = { tools: [{ type: 'function', function: { name: 'F' } }], ...(parsed[0] as object) };
    const result = await readFileWhole(await folder.write('one', pretty(record)));
    expect(result.unreadable).toEqual([]);
    expect(result.records).toHaveLength(1);
  });
});

describe('places', () => {
  it('gives the line on which a record begins, and a column only after another record on that line', async () => {
    const text = `[\n  ${lines[0]}, ${lines[1]},\n${lines[2]}]`;
    const { records } = await readFileWhole(await folder.write('places.json', text));
    const column = 3 + Buffer.byteLength(lines[0] ?? '') + 2;
    expect(records.map(({ place }) => [place.line, place.column])).toEqual([
      [2, undefined],
      [2, column],
      [3, undefined],
    ]);
  });

  it('counts blank lines', async () => {
    const { records } = await readFileWhole(await folder.write('places.jsonl', `\n\n${lines[0]}\n\n${lines[1]}`));
    expect(records.map(({ place }) => place.line)).toEqual([3, 5]);
  });
});

it('parses only the lines that are asked for, and counts all', async () => {
  const file = await folder.write('some.jsonl', `${lines.join('\n')}\nbroken\n`);
  const { records, unreadable, linesSeen } = await readFileWhole(file, { onlyLines: new Set([2]) });
  expect(records.map((record) => record.id)).toEqual(['r2']);
  expect(unreadable).toEqual([]);
  expect(linesSeen).toBe(4);
});

it('stops with the reason of an aborted signal', async () => {
  const file = await folder.write('abort.jsonl', lines.join('\n'));
  const reason = new Error('enough');
  await expect(readFileWhole(file, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
