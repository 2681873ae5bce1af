import type { Storage } from '../storage/storage.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** Name of the lock. */
export const LOCK_FILE = 'lock';
/** Largest lock file that is read, bytes; a real one has about 300 (CWE-770). */
const MAX_LOCK_BYTES = 4096;

/** Who holds the lock. */
export interface LockHolder extends ProcessIdentity {
  /** Different for every time that a lock is taken. */
  readonly nonce: string;
}

/** A lock file: its holder, or `unreadable` if it names none. */
export type FoundLock = LockHolder | 'unreadable';

/** Bytes of a lock file. */
export function encodeLock(holder: LockHolder): Uint8Array {
  return Buffer.from(`${JSON.stringify({ v: 1, ...holder }, null, 1)}\n`, 'utf8');
}

/** Reads a lock file or a token; `undefined` where there is none. */
// Attacker controls: whoever may write to the ledger's folder, the file. It decides only whether we wait.
export async function readLock(storage: Storage, path: string): Promise<FoundLock | undefined> {
  const bytes = await storage.readRange(path, 0, MAX_LOCK_BYTES);
  if (bytes.length === 0 && (await storage.size(path)) === undefined) return undefined;
  return parseLock(bytes) ?? 'unreadable';
}

/** Who holds it, for messages. */
export function describeHolder(found: FoundLock): string {
  if (found === 'unreadable') return 'a process that cannot be told from the file';
  return `process ${found.pid} on \`${found.hostname}\``;
}

const NONCE = /^[0-9a-f]{32}$/;

function parseLock(bytes: Uint8Array): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { v, nonce, pid, hostname, machineId, bootId, pidNamespace, startTime } = value as Record<string, unknown>;
    const texts = [hostname, machineId, bootId, pidNamespace, startTime];
    if (v !== 1 || typeof nonce !== 'string' || !NONCE.test(nonce)) return undefined;
    // 0 and negative numbers address groups of processes (kill(2)).
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return undefined;
    if (!texts.every((text) => typeof text === 'string')) return undefined;
    return { nonce, pid, hostname, machineId, bootId, pidNamespace, startTime } as LockHolder;
  } catch {
    return undefined;
  }
}
