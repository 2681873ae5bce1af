import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oversizeId } from './oversize-id.ts';
import { type Line, readLines } from './read-lines.ts';

async function linesOf(chunks: readonly (Uint8Array | string)[], maxBytes = 100): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(Readable.from(chunks), maxBytes)) lines.push(line);
  return lines;
}

const text = (line: Line | undefined): string => (line?.kind === 'line' ? Buffer.from(line.bytes).toString() : '');

describe('lines of a stream', () => {
  it('are the same however they are cut into chunks, and none is lost or joined', async () => {
    const content = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((one) => !/[\r\n]/.test(one));
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { maxLength: 6 }),
        fc.array(fc.nat(200), { maxLength: 8 }),
        async (parts, cuts) => {
          const bytes = Buffer.from(parts.map((part) => `${part}\n`).join(''));
          const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
          const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
          expect((await linesOf(chunks, 1000)).map(text)).toEqual(parts);
        },
      ),
      { seed: 1, numRuns: 80 },
    );
  });

  it('leave out empty ones, with either line end', async () => {
    expect((await linesOf(['\n\r\na\r\n\n'])).map(text)).toEqual(['a\r']);
  });

  it('keep of one that is too long only its ends, wherever it is cut, and read on after it', async () => {
    const long = `{"result":"${'x'.repeat(5000)}","jsonrpc":"2.0","id":"q-1"}`;
    for (const size of [1, 99, 100, 101, 4096]) {
      const all = Buffer.from(`${long}\nb\n`);
      const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
        all.subarray(at * size, at * size + size),
      );
      const [first, second, ...rest] = await linesOf(chunks);
      expect(first).toMatchObject({ kind: 'oversize' });
      if (first?.kind === 'oversize') {
        expect(first.head.length + first.tail.length).toBeLessThanOrEqual(512);
        expect(oversizeId(first.head, first.tail)).toBe('q-1');
      }
      expect([text(second), rest]).toEqual(['b', []]);
    }
  });

  it('say of the last one that it has no end', async () => {
    expect((await linesOf(['a\n{"jsonrpc"'])).at(-1)).toEqual({ kind: 'cut' });
  });
});

describe('the id of an answer that is too long', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":7,"result":{"x":"', '"}}', 7],
    ['{"id":"a","jsonrpc":"2.0","result":{"x":"', '"}}', 'a'],
    ['{"result":{"x":"', '"},"jsonrpc":"2.0","id":-3}', -3],
    ['{"result":{"id":7,"x":"', '"}}', undefined],
    ['{"jsonrpc":"2.0","id":1.5,"result":{"x":"', '"}}', 1],
    ['{"jsonrpc":"2.0","id":null,"result":{"x":"', '"}}', undefined],
    ['', '', undefined],
  ])('is found in %s … %s', (head, tail, id) => {
    expect(oversizeId(Buffer.from(head), Buffer.from(tail))).toBe(id);
  });
});
