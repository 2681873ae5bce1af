import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DigestedArtifact, digestArtifact, isFolderArtifact } from './artifact-digest.ts';

let workingDirectory: string;
beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), 'bezoar-artifact-'));
});
afterAll(() => rm(workingDirectory, { recursive: true }));

/** Writes a fresh folder of files, and gives its path. */
async function folderOf(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(workingDirectory, name, path, '..'), { recursive: true });
    await writeFile(join(workingDirectory, name, path), text);
  }
  return name;
}

const digest = (path: string): Promise<DigestedArtifact> => digestArtifact(path, { workingDirectory });

describe('the digest of a model', () => {
  it('of one file is that of its bytes, whatever it is called', async () => {
    const path = join(await folderOf('one', { 'model.gguf': 'weights' }), 'model.gguf');
    expect(await digest(path)).toEqual({
      path,
      sha256: sha256('weights'),
      files: [{ path: 'model.gguf', sha256: sha256('weights'), bytes: 7 }],
    });
    expect(isFolderArtifact(await digest(path))).toBe(false);
  });

  it('of a folder is over the sorted list of all its files, and can be computed by hand', async () => {
    const path = await folderOf('two', { 'b/c.bin': 'c', 'a.bin': 'a', '.hidden': 'h' });
    const list = `[[".hidden","${sha256('h')}"],["a.bin","${sha256('a')}"],["b/c.bin","${sha256('c')}"]]`;
    const found = await digest(path);
    expect(found.sha256).toBe(sha256(list));
    expect(found.files.map((file) => file.path)).toEqual(['.hidden', 'a.bin', 'b/c.bin']);
    expect(isFolderArtifact(found)).toBe(true);
    expect(isFolderArtifact(await digest(await folderOf('single', { 'a.bin': 'a' })))).toBe(true);
  });

  it('is the same wherever the folder lies, and names it from the document', async () => {
    await folderOf('here/model', { 'a.bin': 'a' });
    const place = { workingDirectory, folder: join(workingDirectory, 'here') };
    const before = await digestArtifact('here/model', place);
    await mkdir(join(workingDirectory, 'there'));
    await rename(join(workingDirectory, 'here/model'), join(workingDirectory, 'there/model'));
    const after = await digestArtifact(join(workingDirectory, 'there/model'), place);
    expect(after).toEqual({ ...before, path: '../there/model' });
    expect(before.path).toBe('model');
  });

  it.each([
    ['added', { 'a.bin': 'a', 'b.bin': 'b' }],
    ['renamed', { 'b.bin': 'a' }],
    ['moved down', { 'x/a.bin': 'a' }],
    ['changed', { 'a.bin': 'A' }],
    ['added and hidden', { 'a.bin': 'a', '.a': '' }],
  ])('is another one where a file was %s', async (what, files) => {
    const before = await digest(await folderOf('plain', { 'a.bin': 'a' }));
    expect((await digest(await folderOf(`changed ${what}`, files))).sha256).not.toBe(before.sha256);
  });

  it('reads a link to a file as whoever loads it does, and follows none to a folder', async () => {
    const path = await folderOf('links', { 'a.bin': 'a' });
    await symlink(join(workingDirectory, path, 'a.bin'), join(workingDirectory, path, 'b.bin'));
    expect((await digest(path)).files.map((file) => file.sha256)).toEqual([sha256('a'), sha256('a')]);
    await symlink(workingDirectory, join(workingDirectory, path, 'up'));
    await expect(digest(path)).rejects.toMatchObject({ code: 'promotion/linked-folder' });
  });

  it('is refused for nothing, for an empty folder, and for what is neither file nor folder', async () => {
    await expect(digest('nowhere')).rejects.toMatchObject({ code: 'promotion/not-read' });
    await mkdir(join(workingDirectory, 'empty/also'), { recursive: true });
    await expect(digest('empty')).rejects.toMatchObject({ code: 'promotion/not-read' });
    await mkdir(join(workingDirectory, 'pipes'));
    execFileSync('mkfifo', [join(workingDirectory, 'pipes/model.bin')]);
    await expect(digest('pipes')).rejects.toMatchObject({ code: 'promotion/not-read' });
    await expect(digest('pipes/model.bin')).rejects.toMatchObject({ code: 'promotion/not-read' });
  });
});
