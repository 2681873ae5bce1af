import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { expect, it } from 'vitest';
import { inScratchFolder } from '../../testing/scratch-folder.test-support.ts';
import { openPageTexts } from './page-texts.ts';

it('gives texts back from memory and from its file, forgets a page, and leaves nothing behind', async () => {
  await inScratchFolder(async (folder) => {
    const texts = openPageTexts(join(folder, 'spill'), 10);
    for (const page of ['first', 'second']) {
      const all = Array.from({ length: 20 }, (_, index) => `${page} ${index} \u{1f9a6} é`);
      for (const text of [...all, ...all]) texts.put(sha256(text), text);
      for (const text of all) expect(texts.get(sha256(text))).toBe(text);
      texts.reset();
      for (const text of all) expect(texts.get(sha256(text))).toBeUndefined();
    }
    expect(await readdir(folder)).toEqual(['spill']);
    texts.close();
    expect(await readdir(folder)).toEqual([]);
  });
});
