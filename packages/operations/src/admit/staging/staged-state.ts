import { lstat, readdir, readFile, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { isSha256 } from '@bezoar/core';
import { ADMISSION_FILES } from '@bezoar/corpus';
import type { Project } from '../../project/project.ts';
import { writeAtomically } from '../../report-files/write-atomically.ts';
import type { Admission } from '../earlier/admissions.ts';
import { VOUCHER_FILES } from '../log-admission.ts';

/** What an unfinished admission has put where. */
export interface StagedState {
  /** The folder beside the output, absolute. */
  readonly partial: string;
  /** Root of the side tables that are in their place already. */
  readonly placed?: string;
}

/** An admission that was left alone for so long is not taken up again: a day. */
const STALE_MS = 86_400_000;

const FILE = 'state.json';

/** What a staging folder is called: the first half of the digest of an admission's identity. */
const STAGING_NAME = /^[0-9a-f]{32}$/;

/** Files that an admission writes. */
const OWN_FILES: ReadonlySet<string> = new Set([...Object.values(ADMISSION_FILES), ...Object.values(VOUCHER_FILES)]);

/** What the folder beside an output is called. */
export function partialName(out: string, staging: string): string {
  return `.${basename(out)}.partial-${basename(staging).slice(0, 16)}`;
}

/**
 * Deletes the files of an admission in a folder, by name, and the folder if nothing else is in it. Returns whether it is gone.
 * A link is never followed.
 */
export async function dropAdmissionFolder(folder: string): Promise<boolean> {
  const own = await lstat(folder).catch(() => undefined);
  if (own?.isDirectory() !== true) return own === undefined;
  for (const name of await readdir(folder)) {
    const isTemporary = name.startsWith('.') && name.endsWith('.tmp');
    if (OWN_FILES.has(name) || isTemporary) await unlink(join(folder, name)).catch(() => undefined);
  }
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}

// Attacker controls: the path, where somebody could write into the staging folder. It is obeyed only if it is one that this
// very admission would have used, and then file by file (CWE-73).
async function dropPartial(path: string, staging: string): Promise<void> {
  const isOwn =
    isAbsolute(path) && basename(path).endsWith(`.partial-${staging.slice(0, 16)}`) && basename(path).startsWith('.');
  if (isOwn) await dropAdmissionFolder(path);
}

/** Notes what is where, before it is. */
export async function noteState(staging: string, state: StagedState): Promise<void> {
  await writeAtomically(join(staging, FILE), JSON.stringify(state));
}

/** What was noted; undefined where nothing was. */
export async function readState(staging: string): Promise<StagedState | undefined> {
  try {
    const { partial, placed } = JSON.parse(await readFile(join(staging, FILE), 'utf8')) as Partial<StagedState>;
    if (typeof partial !== 'string') return undefined;
    return { partial, ...(typeof placed === 'string' && isSha256(placed) ? { placed } : {}) };
  } catch {
    return undefined;
  }
}

/**
 * Deletes what admissions left that nobody took up again for a day: their plans, the records beside their outputs, and side
 * tables that no entry names. They hold what people sent, and no erasure would find them.
 */
export async function dropAbandoned(
  project: Project,
  admissions: readonly Admission[],
  current: string,
  now: number,
): Promise<void> {
  const { staging, shards } = project.state;
  const roots = new Set(admissions.map(({ root }) => root));
  for (const name of await readdir(staging).catch((): string[] => [])) {
    const folder = join(staging, name);
    const own = folder === current ? undefined : await stat(folder).catch(() => undefined);
    if (own === undefined || !own.isDirectory() || !STAGING_NAME.test(name) || now - own.mtimeMs < STALE_MS) continue;
    const state = await readState(folder);
    if (state !== undefined) await dropPartial(state.partial, name);
    if (state?.placed !== undefined && !roots.has(state.placed)) {
      await rm(join(shards, state.placed), { recursive: true, force: true });
    }
    await rm(folder, { recursive: true, force: true });
  }
}
