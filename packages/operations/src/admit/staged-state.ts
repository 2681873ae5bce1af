import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSha256 } from '@bezoar/core';
import type { Project } from '../project/project.ts';
import { writeAtomically } from '../write-atomically.ts';
import type { Admission } from './admissions.ts';

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
    if (own === undefined || !own.isDirectory() || now - own.mtimeMs < STALE_MS) continue;
    const state = await readState(folder);
    if (state !== undefined) await rm(state.partial, { recursive: true, force: true });
    if (state?.placed !== undefined && !roots.has(state.placed)) {
      await rm(join(shards, state.placed), { recursive: true, force: true });
    }
    await rm(folder, { recursive: true, force: true });
  }
}
