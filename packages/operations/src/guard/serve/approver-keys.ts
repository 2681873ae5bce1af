import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';

/** Public keys of approvers: `<name>.pem` in a folder. Throws `guard/approver-key`. */
export async function readApproverKeys(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pem')).sort();
    if (names.length === 0) throw new Error('expected `<approver>.pem` files, got none');
    const keys = names.map(async (name) => [name.slice(0, -4), await readFile(join(folder, name), 'utf8')] as const);
    return new Map(await Promise.all(keys));
  } catch (error) {
    throw new UsageError(
      'guard/approver-key',
      `cannot read the approvers' keys in \`${folder}\`: ${describeError(error)}`,
      {
        cause: error,
      },
    );
  }
}
