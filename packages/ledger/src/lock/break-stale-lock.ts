import type { Storage } from '../storage/storage.ts';
import { encodeLock, LOCK_FILE, type LockHolder, readLock } from './lock-file.ts';
import type { ProcessTable } from './process-identity.ts';

/** Most processes that may die one after the other while breaking the same lock; beyond, a person looks at it. */
const MAX_GENERATIONS = 16;

/**
 * Removes the lock of a process that is gone. Only who creates the token of exactly this lock may remove it, and only after it
 * has read the lock again: a slower process that judged the same lock finds the token taken, or another lock in its
 * place, and never removes a live one. A token whose own process is gone gives way to the next generation.
 * Returns whether this call removed the lock.
 */
export async function breakStaleLock(storage: Storage, processes: ProcessTable, stale: LockHolder): Promise<boolean> {
  for (let generation = 0; generation < MAX_GENERATIONS; generation++) {
    const token = tokenPath(stale, generation);
    if (await storage.createExclusive(token, encodeLock({ ...processes.self, nonce: stale.nonce }))) {
      return removeIfStill(storage, stale, token);
    }
    const breaker = await readLock(storage, token);
    if (breaker === undefined || breaker === 'unreadable' || processes.stateOf(breaker) !== 'gone') return false;
  }
  return false;
}

/** Removes the tokens of former locks; harmless at any time by the owner of the present one. */
export async function removeTokens(storage: Storage): Promise<void> {
  for (const { name } of await storage.list('')) if (TOKEN.test(name)) await storage.remove(name);
}

const TOKEN = /^lock\.break-[0-9a-f]{32}-\d+$/;

function tokenPath({ nonce }: LockHolder, generation: number): string {
  return `${LOCK_FILE}.break-${nonce}-${generation}`;
}

async function removeIfStill(storage: Storage, stale: LockHolder, token: string): Promise<boolean> {
  const found = await readLock(storage, LOCK_FILE);
  const isStill = found !== undefined && found !== 'unreadable' && found.nonce === stale.nonce;
  // INVARIANT: nobody else removes this lock now. Its process is gone, and the token is ours.
  if (isStill) await storage.remove(LOCK_FILE);
  await storage.remove(token);
  return isStill;
}
