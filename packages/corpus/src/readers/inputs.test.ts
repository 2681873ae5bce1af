import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSegment } from './inputs/segment-pattern.ts';
import { resolveInputs, spoolStandardInput } from './inputs.ts';
import { chatLines } from './testing/sample-records.ts';
import { type TemporaryFolder, temporaryFolder } from './testing/temporary-files.ts';

let folder: TemporaryFolder;
const [one = ''] = chatLines(1);
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'sub/deep'), { recursive: true });
  for (const name of [
    'a.jsonl',
    'b.jsonl',
    'c.txt',
    '.hidden.jsonl',
    'x[1].jsonl',
    'sub/d.jsonl',
    'sub/deep/e.jsonl',
  ]) {
    await folder.write(name, `${one}\n`);
  }
  await symlink(folder.path, join(folder.path, 'sub/loop'));
  await symlink(join(folder.path, 'a.jsonl'), join(folder.path, 'sub/link.jsonl'));
  await symlink(join(folder.path, 'nowhere'), join(folder.path, 'sub/dangling.jsonl'));
  await link(join(folder.path, 'b.jsonl'), join(folder.path, 'z-hard.jsonl'));
});
afterAll(() => folder.remove());

const names = async (...patterns: string[]): Promise<string[]> => {
  const { files } = await resolveInputs(patterns.map((pattern) => join(folder.path, pattern)));
  return files.map(({ path }) => path.slice(folder.path.length + 1));
};
const formatOf = async (content: string | Uint8Array): Promise<unknown> => {
  const [file] = (await resolveInputs([await folder.write('probe', content)])).files;
  return file?.foreign ?? `${file?.encoding} ${file?.format}`;
};
async function* streamOf(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

describe('paths and globs', () => {
  it('expands stars, sorted, without hidden files and folders', async () => {
    expect(await names('*.jsonl')).toEqual(['a.jsonl', 'b.jsonl', 'x[1].jsonl']);
    expect(await names('[!a].jsonl')).toEqual(['b.jsonl']);
    expect(await names('?.t[w-y]t')).toEqual(['c.txt']);
  });
  it('goes down with two stars and enters no loop of links', async () => {
    expect(await names('**/*.jsonl')).toEqual(['a.jsonl', 'b.jsonl', 'sub/d.jsonl', 'sub/deep/e.jsonl', 'x[1].jsonl']);
  });
  it('prefers a path that exists to its meaning as a glob', async () =>
    expect(await names('x[1].jsonl')).toEqual(['x[1].jsonl']));
  it('reads a file once, whatever it is called', async () => {
    expect(await names('a.jsonl', './a.jsonl', 'sub/link.jsonl', 'b.jsonl', 'z-hard.jsonl')).toEqual([
      'a.jsonl',
      'b.jsonl',
    ]);
  });
  it('names everything that is missing, at once', async () => {
    const attempt = resolveInputs(['/no/a.jsonl', '/no/*.jsonl', folder.path, '-']);
    await expect(attempt).rejects.toMatchObject({ code: 'corpus/no-input' });
    await expect(attempt).rejects.toThrow(
      /`\/no\/a.jsonl` does not exist.*no file matches `\/no\/\*.jsonl`.*is a folder.*standard input/,
    );
    await expect(resolveInputs([])).rejects.toMatchObject({ code: 'corpus/no-input' });
  });
  it('matches hostile names in linear time', () => {
    expect(compileSegment(`${'*a'.repeat(30)}b`)('a'.repeat(200_000))).toBe(false);
  });
  it.skipIf(process.getuid?.() === 0)('returns a file that may not be read, with the reason', async () => {
    const file = await folder.write('secret', one);
    await chmod(file, 0);
    expect((await resolveInputs([file])).files).toMatchObject([
      { format: 'foreign', foreign: expect.stringContaining('EACCES') },
    ]);
  });
  it('returns a device with the reason', async () => {
    expect((await resolveInputs(['/dev/null'])).files).toMatchObject([
      { format: 'foreign', foreign: expect.stringContaining('device') },
    ]);
  });
});

describe('standard input', () => {
  it('is copied to a private file that release deletes', async () => {
    const { files, release } = await resolveInputs(['-', '-'], {
      standardInput: streamOf(one.slice(0, 9), `${one.slice(9)}\n`),
    });
    expect(files).toMatchObject([{ path: '-', format: 'jsonl', bytes: Buffer.byteLength(one) + 1 }]);
    const copy = files[0]?.file ?? '';
    expect((await stat(copy)).mode & 0o777).toBe(0o600);
    expect(await readFile(copy, 'utf8')).toBe(`${one}\n`);
    await release();
    await expect(stat(copy)).rejects.toThrow();
  });
  it('is waited for until the signal, whose reason the wait ends in', async () => {
    const stop = new AbortController();
    const silent: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => setImmediate(() => stop.abort(new Error('enough')))),
      }),
    };
    await expect(resolveInputs(['-'], { standardInput: silent, signal: stop.signal })).rejects.toThrow('enough');
  });
  it.skipIf(process.platform === 'win32')(
    'may also be a named pipe, as the shell makes for a process substitution',
    async () => {
      const pipe = join(folder.path, 'sub/deep/pipe');
      execFileSync('mkfifo', [pipe]);
      const [{ files, release }] = await Promise.all([resolveInputs([pipe]), writeFile(pipe, one)]);
      expect(files).toMatchObject([{ path: pipe, format: 'jsonl', bytes: Buffer.byteLength(one) }]);
      await release();
    },
  );
  it('leaves nothing behind when the stream fails', async () => {
    const place = join(folder.path, 'sub/deep');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* streamOf('a');
      throw new Error('broken pipe');
    }
    await expect(spoolStandardInput(failing(), place)).rejects.toThrow('broken pipe');
    const copy = await spoolStandardInput(streamOf('a'), place);
    expect(copy.bytes).toBe(1);
    await copy.remove();
    expect(await names('sub/deep/*')).toEqual(['sub/deep/e.jsonl']);
  });
});

describe('formats, by content', () => {
  const bytes = (...parts: (string | number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
  it('tells models from corpora and says what checks them', async () => {
    const models = [
      bytes('GGUF', [3, 0, 0, 0]),
      bytes([20, 0, 0, 0, 0, 0, 0, 0], '{"a":{"dtype":"F32"}}'),
      bytes([0x80, 2], '}q'),
      bytes('\x89HDF\r\n\x1a\n'),
      bytes('PK\x03\x04'),
      bytes([8, 7, 0x12, 7], 'pytorch', [0x1a, 3]),
    ];
    for (const model of models) expect(await formatOf(model)).toContain('`bezoar verify`');
  });
  it('says what to do with other formats', async () => {
    const cases: [Buffer, string][] = [
      [bytes('PAR1'), 'Parquet'],
      [bytes([0x28, 0xb5, 0x2f, 0xfd]), 'zstd'],
      [bytes('\xfd7zXZ\0'), 'xz'],
      [bytes('BZh9'), 'bzip2'],
      [bytes([4, 0x22, 0x4d, 0x18]), 'lz4'],
      [bytes("7z\xbc\xaf'\x1c"), '7z'],
      [Buffer.from(`\ufeff${one}`, 'utf16le'), 'UTF-16'],
      [Buffer.from(one, 'utf16le'), 'UTF-16'],
      [bytes([0xff, 0xfe, 0, 0]), 'UTF-32'],
      [gzipSync(bytes('PAR1')), 'inside gzip: this is a Parquet'],
      [bytes([1, 2, 3, 0, 4]), 'binary data'],
      [Buffer.from('prompt,response\na,b\n'), 'neither JSON nor JSON lines'],
    ];
    for (const [content, reason] of cases) expect(await formatOf(content)).toContain(reason);
  });
  it('tells json lines from json documents', async () => {
    for (const text of [
      one,
      `${one}\n${one}`,
      `{"bad\n${one}\n`,
      '{"messages":[{"ro',
      '[{"role":"user","content":"a"}]',
      `\n\n${one}`,
    ]) {
      expect(await formatOf(text)).toBe('plain jsonl');
    }
    for (const text of [
      `[${one}]`,
      `[\n${one}\n]`,
      '[',
      `{"data":[${one}]}`,
      `{\n"data": [\n${one},\n${one}\n]}`,
      '{\n  "messages": [\n',
      '[]',
    ]) {
      expect(await formatOf(text)).toBe('plain json');
    }
    expect(await formatOf(gzipSync(one))).toBe('gzip jsonl');
  });
  it('calls a file without content empty', async () => {
    for (const text of ['', ' \n\t\r\n', '\ufeff\n']) expect(await formatOf(text)).toBe('plain empty');
    expect(await formatOf(gzipSync(''))).toBe('gzip empty');
  });
});
