import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, UsageError } from '@bezoar/core';
import { MAX_SIGNERS_BYTES, parseAllowedSigners } from '@bezoar/ledger';
import type { Project } from '../project/project.ts';
import type { PolicyVersion } from './policy-history.ts';

/**
 * The document as it stands, with the signers file that it names. A file that is not there names nobody. Throws
 * `policy/no-signers` where it cannot be read, `signers/malformed` with every fault.
 */
export async function currentVersion(project: Project): Promise<PolicyVersion> {
  const { digest, text, model, folder } = project;
  const { signersFile } = model.change;
  const signersText = signersFile === undefined ? '' : await readSigners(join(folder, signersFile), signersFile);
  return { digest, text, model, signersText, signers: parseAllowedSigners(signersText) };
}

async function readSigners(path: string, shownPath: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_SIGNERS_BYTES) throw new Error(`expected at most ${MAX_SIGNERS_BYTES} bytes, got ${size}`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new UsageError(
      'policy/no-signers',
      `cannot read the signers file \`${shownPath}\`: ${describeError(error)}`,
      {
        cause: error,
      },
    );
  }
}
