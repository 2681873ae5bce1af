import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveInputs } from '../../readers/inputs.ts';
import type { AbsorbKind } from '../item/absorb-item.ts';
import { type AbsorbRead, readAbsorbItems } from './absorb-input.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bezoar-absorb-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(name: string, content: string | Buffer, kind: AbsorbKind): Promise<AbsorbRead[]> {
  await writeFile(join(folder, name), content);
  const { files } = await resolveInputs([name], { workingDirectory: folder });
  const reads: AbsorbRead[] = [];
  for (const input of files) for await (const one of readAbsorbItems(input, { kind })) reads.push(one);
  return reads;
}

function told(reads: readonly AbsorbRead[]): string[] {
  return reads.map((one) => {
    if ('unreadable' in one) return `${one.unreadable.line ?? '-'} ${one.unreadable.code}`;
    const { content, place } = one.item;
    const text =
      content.kind === 'memory'
        ? content.text
        : content.kind === 'document'
          ? content.parts.map((part) => part.text).join('+')
          : 'chat';
    return `${place.line} ${text}`;
  });
}

describe('readAbsorbItems', () => {
  it('reads memories of several shapes, and tells every line that is none', async () => {
    const lines = [
      '{"text":"a"}',
      '{"content":"b","id":"x"}',
      '{"key":"k","value":{"is_admin":true}}',
      'nonsense',
      '',
      '{"other":1}',
      '{"text":',
    ];
    expect(told(await read('m.jsonl', lines.join('\n'), 'memory'))).toEqual([
      '1 a',
      '2 b',
      '3 is admin: true',
      '4 not-json',
      '6 not-a-record',
      '7 truncated',
    ]);
  });

  it('reads documents of all their text fields', async () => {
    const lines = ['{"title":"T","text":"a","html":"<p>b</p>"}', '{"title":"only"}', '[1]'];
    expect(told(await read('d.jsonl', `${lines.join('\n')}\n`, 'document'))).toEqual([
      '1 T+a+<p>b</p>',
      '2 not-a-record',
      '3 not-a-record',
    ]);
  });

  it('reads a whole file as a document, by its name, and as a page by its content', async () => {
    const [page] = await read('a.md', '<!doctype html><p>x</p>', 'document');
    expect(
      page !== undefined &&
        'item' in page &&
        page.item.content.kind === 'document' &&
        page.item.content.parts[0]?.format,
    ).toBe('html');
    expect(told(await read('b.txt', 'x y', 'document'))).toEqual(['1 x y']);
    expect(told(await read('c.md', '', 'document'))).toEqual(['- empty']);
    expect(told(await read('d.md', Buffer.from([0xff, 0xfe, 0x41]), 'document'))).toEqual(['- not-utf8']);
    expect(told(await read('e.txt', 'a\u0000b', 'document'))).toEqual(['- binary']);
  });

  it('reads JSON arrays and gzip, and gives the record as it stood', async () => {
    const array = await read('a.json', '[{"text":"a"},\n {"text":"b"}]', 'memory');
    expect(told(array)).toEqual(['1 a', '2 b']);
    const packed = await read('a.jsonl.gz', gzipSync('{"text":"a", "x":1}\n'), 'memory');
    expect(packed.map((one) => 'json' in one && one.json)).toEqual(['{"text":"a", "x":1}']);
  });

  it('reads conversations with the fields of a document', async () => {
    await writeFile(join(folder, 'f.jsonl'), '{"user":{"id":"u1"},"prompt":"a","response":"b"}\n');
    const { files } = await resolveInputs(['f.jsonl'], { workingDirectory: folder });
    for await (const one of readAbsorbItems(files[0]!, { kind: 'feedback', fields: { account: 'user.id' } })) {
      expect('item' in one && one.item.principal.account).toBe('u1');
    }
  });

  it('marks what another reader would read differently', async () => {
    const [twice] = await read('t.jsonl', '{"text":"a","text":"b"}\n', 'memory');
    expect(twice !== undefined && 'item' in twice && twice.item.unread).toHaveLength(1);
  });

  it('tells a file of another format', async () => {
    expect(told(await read('x.jsonl', 'PAR1 not this', 'memory'))).toEqual(['- foreign']);
  });
});
