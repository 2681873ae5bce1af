import { BezoarError, UsageError } from '@bezoar/core';
import { type Lock, lockFolder } from '@bezoar/ledger';
import type { Project } from '../project/project.ts';

/** How long one admission waits for another, ms. Longer than a small one takes; a large one is worth an answer. */
const WAIT_MS = 10_000;

/**
 * One admission or erasure at a time: each counts what the ones before it took of every cap, and two that do not know of each
 * other would take it twice. Throws `admit/running`, which names the other process.
 */
export async function lockAdmissions(project: Project): Promise<Lock> {
  try {
    return await lockFolder(project.state.staging, WAIT_MS);
  } catch (error) {
    if (!(error instanceof BezoarError) || error.code !== 'ledger/locked') throw error;
    throw new UsageError('admit/running', `another admission is running: ${error.message}`, { cause: error });
  }
}
