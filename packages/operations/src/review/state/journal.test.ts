import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal, readJournal } from './journal.ts';
import type { ItemVerdict } from './verdict.ts';

const HEADER = { corpus: 'c'.repeat(64), quarantine: 'd'.repeat(64), reviewer: 'alice' };

function verdict(item: string, said: ItemVerdict['verdict'] = 'keep'): ItemVerdict {
  return { item, verdict: said, seconds: 12.5, at: '2026-11-05T12:00:00.000Z', shown: ['e'.repeat(64)] };
}

describe('a journal', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bezoar-journal-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has every verdict on disk when the call returns, and takes the last one back', async () => {
    const path = join(folder, 'kept.jsonl');
    const journal = await openJournal(path, HEADER);
    await journal.append(verdict('a'));
    await journal.append(verdict('b', 'reject'));
    expect(await readJournal(path, HEADER)).toEqual([verdict('a'), verdict('b', 'reject')]);
    expect(await journal.undo()).toEqual(verdict('b', 'reject'));
    expect(await journal.undo()).toEqual(verdict('a'));
    expect(await journal.undo()).toBeUndefined();
    await journal.append(verdict('c', 'unsure'));
    await journal.close();
    const again = await openJournal(path, HEADER);
    expect(again.verdicts).toEqual([verdict('c', 'unsure')]);
    await again.close();
  });

  it('goes on after a cut at any byte, with every verdict that was whole', async () => {
    const whole = join(folder, 'whole.jsonl');
    const journal = await openJournal(whole, HEADER);
    for (const item of ['a', 'b', 'c']) await journal.append({ ...verdict(item), at: '', shown: [] });
    await journal.undo();
    await journal.close();
    const bytes = await readFile(whole);
    const path = join(folder, 'cut.jsonl');
    for (let length = 0; length <= bytes.length; length++) {
      await writeFile(path, bytes.subarray(0, length));
      const lines = bytes.subarray(0, length).toString().split('\n').length - 1;
      // A header, three verdicts, and the third taken back.
      const expected = [[], [], ['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b']][lines]!;
      const resumed = await openJournal(path, HEADER);
      expect(resumed.verdicts.map(({ item }) => item)).toEqual(expected);
      // Writing costs a flush each time: at every line's end, and here and there inside.
      if (length % 23 > 0 && bytes[length - 1] !== 0x0a) {
        await resumed.close();
        continue;
      }
      await resumed.append(verdict('z'));
      await resumed.close();
      expect((await readJournal(path, HEADER)).map(({ item }) => item)).toEqual([...expected, 'z']);
    }
  });

  it.each([
    ['a damaged line in the middle', '{"item":\n', 'review/journal-damaged'],
    [
      'a line that is no verdict',
      '{"item":"a","verdict":"maybe","seconds":1,"at":"","shown":[]}\n',
      'review/journal-damaged',
    ],
    ['a line that is no object', 'null\n', 'review/journal-damaged'],
  ])('refuses %s', async (_, line, code) => {
    const path = join(folder, 'damaged.jsonl');
    await rm(path, { force: true });
    const journal = await openJournal(path, HEADER);
    await journal.append(verdict('a'));
    await journal.close();
    await appendFile(path, line);
    await appendFile(path, `${JSON.stringify(verdict('b'))}\n`);
    await expect(openJournal(path, HEADER)).rejects.toMatchObject({ code });
  });

  it('refuses verdicts about another corpus, and another name in the file', async () => {
    const path = join(folder, 'other.jsonl');
    await (await openJournal(path, HEADER)).close();
    await expect(openJournal(path, { ...HEADER, corpus: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'review/other-corpus',
    });
    await expect(openJournal(path, { ...HEADER, quarantine: 'f'.repeat(64) })).rejects.toMatchObject({
      code: 'review/other-corpus',
    });
    await expect(openJournal(path, { ...HEADER, reviewer: 'bob' })).rejects.toMatchObject({
      code: 'review/journal-damaged',
    });
  });

  it('does not write beside another process', async () => {
    const path = join(folder, 'twice.jsonl');
    const one = await openJournal(path, HEADER);
    const two = await openJournal(path, HEADER);
    await one.append(verdict('a'));
    await expect(two.append(verdict('b'))).rejects.toMatchObject({ code: 'review/changed-elsewhere' });
    await one.close();
    await two.close();
  });
});
