import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { kernelFile, TARGET } from './build-kernel.mjs';

it('the kernel that tiny-lm carries is what its text assembles to', async () => {
  expect(await readFile(TARGET, 'utf8')).toBe(await kernelFile());
});
