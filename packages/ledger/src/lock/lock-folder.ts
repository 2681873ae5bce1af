import { setTimeout as pause } from 'node:timers/promises';
import { nodeStorage } from '../storage/node-storage.ts';
import { acquireLock, type Lock } from './acquire-lock.ts';
import { machineProcesses } from './process-identity.ts';

/**
 * Takes a lock in a folder, which is made: one process at a time works there. A lock whose process is certainly gone is
 * broken; any other is waited for, `timeoutMs`. Throws `ledger/locked`, which names the holder.
 */
export async function lockFolder(folder: string, timeoutMs: number): Promise<Lock> {
  const storage = nodeStorage(folder);
  await storage.makeFolder('');
  return acquireLock({ storage, processes: machineProcesses(), pause: (ms) => pause(ms), timeoutMs });
}
