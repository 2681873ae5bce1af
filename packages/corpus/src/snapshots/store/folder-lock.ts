import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '@bezoar/core';

/**
 * Takes a folder for one run, so that two of them cannot write into one half-fetched body. The lock of a process that
 * is gone is taken over. Returns the release. Throws `snapshot/locked`.
 */
export async function lockFolder(folder: string, processId: number): Promise<() => Promise<void>> {
  const path = join(folder, '.lock');
  for (let isSecond = false; ; isSecond = true) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(processId));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(path, 'utf8').catch(() => ''));
      if (isSecond || isAlive(holder)) {
        const message = `another run (process ${holder}) works in \`${folder}\`; delete \`${path}\` if there is none`;
        throw new UsageError('snapshot/locked', message);
      }
      await rm(path, { force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
