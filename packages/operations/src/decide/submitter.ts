import { userInfo } from 'node:os';
import { git } from '../ledger/outside/git.ts';

/**
 * Who asked for a change, unless a flag says so: the last git author of the file, else the git identity here, else the
 * user's name. Self-declared, like all of git; what counts is that it is signed as part of the decision.
 */
export async function defaultSubmitter(folder: string, file?: string): Promise<string> {
  const candidates = [
    file === undefined ? '' : await git(folder, ['log', '-1', '--format=%ae', '--', file]).catch(() => ''),
    await git(folder, ['config', '--get', 'user.email']).catch(() => ''),
    userInfo().username,
  ];
  const found = candidates.map((text) => text.trim()).find((text) => /^[!-~]{1,256}$/.test(text));
  return found ?? 'unknown';
}
