import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { sha256, UsageError } from '@bezoar/core';
import { git, gitRoot } from './git.ts';

/** The branch that holds anchored checkpoints, and nothing else. It is meant to be pushed. */
export const ANCHOR_BRANCH = 'bezoar-anchors';

/** Anchors that are read back, newest first: more than one a day for ten years. */
const MAX_ANCHORS = 4096;

/** Other logs that are named, and how much of a name (CWE-770). */
const MAX_OTHER_LOGS = 8;
const MAX_ORIGIN_LENGTH = 256;

/** A checkpoint that a git commit holds. */
export interface GitAnchor {
  readonly commit: string;
  /** The signed note. Attacker controls: whoever may push. */
  readonly note: string;
  /** Whether a remote was seen to hold the commit; else this repository alone does. */
  readonly isPushed: boolean;
}

/**
 * Commits a checkpoint to the branch `bezoar-anchors` of the repository that holds `folder`, without touching the work
 * tree or the index. Returns the commit. One file per log origin, so that several ledgers share the branch. Throws
 * `ledger/no-git` outside a repository.
 */
export async function anchorInGit(folder: string, origin: string, size: number, note: string): Promise<string> {
  const root = await gitRoot(folder);
  if (root === undefined) throw noGit(folder);
  const ref = `refs/heads/${ANCHOR_BRANCH}`;
  const parent = (await git(root, ['rev-parse', '--verify', '--quiet', ref]).catch(() => '')).trim();
  const blob = (await git(root, ['hash-object', '-w', '--stdin'], note)).trim();
  const name = anchorFile(origin);
  const others =
    parent === ''
      ? []
      : (await git(root, ['ls-tree', ref])).split('\n').filter((line) => line !== '' && !line.endsWith(`\t${name}`));
  const tree = (await git(root, ['mktree'], [...others, `100644 blob ${blob}\t${name}`, ''].join('\n'))).trim();
  const identity = await identityFlags(root);
  const parents = parent === '' ? [] : ['-p', parent];
  const message = `Anchor ${origin} at ${size}\n`;
  const commit = (await git(root, [...identity, 'commit-tree', tree, ...parents, '-F', '-'], message)).trim();
  await git(root, ['update-ref', ref, commit, parent === '' ? '0'.repeat(commit.length) : parent]);
  return commit;
}

/**
 * All checkpoints of a log that git holds: on anchor branches, of this repository and of its remotes, and in the history
 * of the checkpoint file itself where a team commits it. Newest first. Empty outside a repository.
 */
export async function readGitAnchors(folder: string, origin: string, checkpointFile: string): Promise<GitAnchor[]> {
  const root = await gitRoot(folder);
  if (root === undefined) return [];
  const anchors: GitAnchor[] = [];
  for (const path of [anchorFile(origin), relative(root, await realpath(dirname(checkpointFile)).catch(() => root))]) {
    const file = path.endsWith('.checkpoint') ? path : join(path, basename(checkpointFile));
    const commits = await commitsOf(root, '--all', file);
    const pushed = new Set(await commitsOf(root, '--remotes', file));
    for (const commit of commits) {
      const note = await git(root, ['cat-file', 'blob', `${commit}:${file}`]).catch(() => '');
      if (note !== '') anchors.push({ commit, note, isPushed: pushed.has(commit) });
    }
  }
  return anchors;
}

/**
 * Names of other logs that anchor branches hold. Another project of the repository, or this one's own ledger before
 * somebody replaced it together with its key. Attacker controls: whoever may push.
 */
export async function otherAnchoredLogs(folder: string, origin: string): Promise<string[]> {
  const root = await gitRoot(folder);
  if (root === undefined) return [];
  const refs = await git(root, ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes']);
  const origins = new Set<string>();
  for (const ref of refs.split('\n').filter((name) => name.endsWith(`/${ANCHOR_BRANCH}`))) {
    const listed = await git(root, ['ls-tree', '--name-only', ref]).catch(() => '');
    for (const file of listed.split('\n').filter((name) => name !== '' && name !== anchorFile(origin))) {
      const note = await git(root, ['cat-file', 'blob', `${ref}:${file}`]).catch(() => '');
      const [first = ''] = note.split('\n');
      if (first !== '') origins.add(first.slice(0, MAX_ORIGIN_LENGTH));
    }
  }
  return [...origins].sort().slice(0, MAX_OTHER_LOGS);
}

async function commitsOf(root: string, which: '--all' | '--remotes', file: string): Promise<string[]> {
  const log = await git(root, ['log', which, `--max-count=${MAX_ANCHORS}`, '--format=%H', '--', file]).catch(() => '');
  return log.split('\n').filter((line) => line !== '');
}

/** The error of a project that is not in a git repository. */
export function noGit(folder: string): UsageError {
  const advice = 'run `git init` there, or keep a copy of `.bezoar/ledger/checkpoint` elsewhere';
  return new UsageError('ledger/no-git', `\`${folder}\` is not in a git repository; ${advice}`);
}

function anchorFile(origin: string): string {
  return `${sha256(origin).slice(0, 16)}.checkpoint`;
}

/** A machine without a git identity can anchor too. */
async function identityFlags(root: string): Promise<string[]> {
  const has = async (key: string): Promise<boolean> =>
    (await git(root, ['config', '--get', key]).catch(() => '')).trim() !== '';
  const flags: string[] = [];
  if (!(await has('user.name'))) flags.push('-c', 'user.name=bezoar');
  if (!(await has('user.email'))) flags.push('-c', 'user.email=bezoar@localhost');
  return flags;
}
