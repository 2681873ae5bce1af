import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readTextLines, type TextLinesOptions } from './read-text-lines.ts';

const FILE = join(tmpdir(), `bezoar-lines-${process.pid}`);
afterAll(() => rm(FILE, { force: true }));

async function linesOf(
  content: Uint8Array,
  encoding: 'plain' | 'gzip' = 'plain',
  options: TextLinesOptions = {},
): Promise<{ readonly lines: readonly (string | undefined)[]; readonly problem: string | undefined }> {
  await writeFile(FILE, content);
  const lines: (string | undefined)[] = [];
  const source = readTextLines({ file: FILE, bytes: content.length, encoding }, options);
  let next = await source.next();
  for (; !next.done; next = await source.next()) lines.push(next.value);
  return { lines, problem: next.value?.code };
}

describe('readTextLines', () => {
  it('gives lines without their ends and without a byte order mark, and what stands after the last end', async () => {
    const text = '\ufeffa\r\n\n \u2028\ufeffb\rc\nd';
    const lines = ['a', '', ' \u2028\ufeffb\rc', 'd'];
    expect(await linesOf(Buffer.from(text))).toEqual({ lines, problem: undefined });
    expect(await linesOf(gzipSync(text), 'gzip')).toEqual({ lines, problem: undefined });
    expect(await linesOf(Buffer.alloc(0))).toEqual({ lines: [], problem: undefined });
  });

  it('gives nothing of a line that is too long, and goes on after it', async () => {
    const { lines } = await linesOf(Buffer.from(`ok\n${'x'.repeat(11)}\n${'y'.repeat(10)}\n`), 'plain', {
      maxLineBytes: 10,
    });
    expect(lines).toEqual(['ok', undefined, 'y'.repeat(10)]);
  });

  it('gives what stands before a cut or damage, and says what is wrong', async () => {
    const packed = gzipSync('a\nb\n');
    expect(await linesOf(packed.subarray(0, -3), 'gzip')).toEqual({ lines: ['a', 'b'], problem: 'cut-gzip' });
    expect(await linesOf(Buffer.concat([packed, Buffer.from('more')]), 'gzip')).toMatchObject({
      problem: 'trailing-gzip',
    });
    expect(await linesOf(Buffer.from('no gzip'), 'gzip')).toEqual({ lines: [], problem: 'damaged-gzip' });
  });

  it('stops at what expands beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 'a'));
    const { lines, problem } = await linesOf(bomb, 'gzip');
    expect(problem).toBe('expansion-limit');
    expect(lines).toEqual([undefined]);
  });

  it('gives the same for any text, plain and in gzip members', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'ü', '\n', '\r', '{', '\u2028'), { maxLength: 40 }),
        async (parts) => {
          const text = parts.join('');
          const expected = text.split('\n').map((line) => line.replace(/\r$/, ''));
          if (expected.at(-1) === '' && !text.endsWith('\r')) expected.pop();
          const members = Buffer.concat(parts.length === 0 ? [gzipSync('')] : parts.map((part) => gzipSync(part)));
          expect((await linesOf(Buffer.from(text))).lines).toEqual(expected);
          expect((await linesOf(members, 'gzip')).lines).toEqual(expected);
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });
});
