import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Storage } from '../storage/storage.ts';
import { createCrashStorage } from '../testing/crash-storage.ts';
import { sampleProcesses } from '../testing/sample-ledger.ts';
import { acquireLock, type Lock, type LockEvent } from './acquire-lock.ts';
import { breakStaleLock } from './break-stale-lock.ts';
import { encodeLock, type LockHolder } from './lock-file.ts';
import { machineProcesses, type ProcessIdentity, type ProcessTable, placeOf } from './process-identity.ts';

const identity: ProcessIdentity = sampleProcesses(7).self;
const holderOf = (changes: Partial<LockHolder> = {}): LockHolder => ({
  ...identity,
  nonce: 'a'.repeat(32),
  ...changes,
});

function take(storage: Storage, processes: ProcessTable, timeoutMs = 0, events: LockEvent[] = []): Promise<Lock> {
  return acquireLock({ storage, processes, pause: async () => {}, timeoutMs, onEvent: (event) => events.push(event) });
}

describe('a lock', () => {
  it('is held until it is released, and then free', async () => {
    const { storage } = createCrashStorage();
    const lock = await take(storage, sampleProcesses(1));
    await expect(take(storage, sampleProcesses(2, [1]))).rejects.toMatchObject({ code: 'ledger/locked' });
    await lock.check();
    await lock.release();
    await (await take(storage, sampleProcesses(2, [1]))).check();
  });

  it('is waited for with growing pauses, up to the limit and no longer', async () => {
    const { storage } = createCrashStorage();
    await take(storage, sampleProcesses(1));
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      pauses.push(ms);
    };
    const events: LockEvent[] = [];
    const waiting = acquireLock({
      storage,
      processes: sampleProcesses(2, [1]),
      pause,
      timeoutMs: 1000,
      onEvent: (event) => events.push(event),
    });
    await expect(waiting).rejects.toThrow(/process 1 on `machine`, waited 1000 ms/);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(1000);
    expect(pauses.slice(0, 4)).toEqual([5, 10, 20, 40]);
    expect(events).toEqual([{ type: 'lock-wait', holder: 'process 1 on `machine`' }]);
  });

  it('is taken as soon as it is free', async () => {
    const { storage } = createCrashStorage();
    const first = await take(storage, sampleProcesses(1));
    const pause = (): Promise<void> => first.release();
    const second = await acquireLock({ storage, processes: sampleProcesses(2, [1]), pause, timeoutMs: 1000 });
    await second.check();
    await expect(first.check()).rejects.toMatchObject({ code: 'ledger/lock-lost' });
    await first.release();
    await second.check();
  });

  it('of a process that is gone is broken', async () => {
    const { storage } = createCrashStorage();
    await take(storage, sampleProcesses(1));
    const events: LockEvent[] = [];
    await take(storage, sampleProcesses(2), 0, events);
    expect(events).toEqual([{ type: 'lock-broken', holder: 'process 1 on `machine`' }]);
  });

  it.each([
    ['another host', holderOf({ hostname: 'elsewhere' })],
    ['another container', holderOf({ pidNamespace: 'pid:[4026532000]' })],
    ['another machine of the same name', holderOf({ machineId: 'm2' })],
  ])('of %s is never broken: the error says what to remove', async (_, holder) => {
    const { storage } = createCrashStorage();
    await storage.createExclusive('lock', encodeLock(holder));
    const processes: ProcessTable = {
      ...sampleProcesses(2),
      stateOf: (found) => placeOf(found, identity) as 'unknown',
    };
    await expect(take(storage, processes)).rejects.toThrow(/cannot be told from here.*remove `model\/lock`/);
  });

  it('that names nobody is never broken', async () => {
    const { storage } = createCrashStorage();
    const contents = ['', '{}', 'x', '{"v":1}', JSON.stringify({ v: 1, ...holderOf({ pid: -1 }) })];
    for (const content of contents) {
      await storage.write('lock', Buffer.from(content));
      await expect(take(storage, sampleProcesses(2))).rejects.toThrow(/cannot be told from the file/);
    }
  });
});

describe('breaking a stale lock', () => {
  const stale = holderOf();
  const token = `lock.break-${stale.nonce}-0`;

  it('is refused to the second who tries, and to one who comes late', async () => {
    const { storage } = createCrashStorage();
    await storage.createExclusive('lock', encodeLock(stale));
    const results = await Promise.all(
      [2, 3, 4].map((pid) => breakStaleLock(storage, sampleProcesses(pid, [2, 3, 4]), stale)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    const lock = await take(storage, sampleProcesses(5));
    expect(await breakStaleLock(storage, sampleProcesses(6), stale)).toBe(false);
    await lock.check();
  });

  it('waits for a process that is at it, and goes on where that one is gone', async () => {
    const { storage } = createCrashStorage();
    await storage.createExclusive('lock', encodeLock(stale));
    await storage.createExclusive(token, encodeLock(holderOf({ pid: 8 })));
    expect(await breakStaleLock(storage, sampleProcesses(2, [8]), stale)).toBe(false);
    expect(await storage.size('lock')).toBeDefined();
    expect(await breakStaleLock(storage, sampleProcesses(2), stale)).toBe(true);
    expect(await storage.size('lock')).toBeUndefined();
  });
});

describe('where a process ran', () => {
  it.each<[string, Partial<ProcessIdentity>, string]>([
    ['here', {}, 'here'],
    ['before a restart of the machine', { bootId: 'b0' }, 'gone'],
    ['before a restart, in a container', { bootId: 'b0', pidNamespace: 'pid:[4026532000]' }, 'unknown'],
    ['on another host', { hostname: 'h' }, 'unknown'],
  ])('%s', (_, changes, expected) => {
    expect(placeOf({ ...identity, ...changes }, identity)).toBe(expected);
  });

  it('in a container that a restart gave the same name and namespace is unknown', () => {
    const contained = { ...identity, pidNamespace: 'pid:[4026532000]' };
    expect(placeOf({ ...contained, bootId: 'b0' }, contained)).toBe('unknown');
  });
});

describe('the processes of this machine', () => {
  const processes = machineProcesses();

  it('hold this one, and not one that started at another time or never', () => {
    expect(processes.self.pid).toBe(process.pid);
    expect(processes.stateOf(processes.self)).toBe('running');
    // Above the largest process number of Linux, 2^22.
    expect(processes.stateOf({ ...processes.self, pid: 5_000_000 })).toBe('gone');
    if (process.platform === 'linux') {
      expect(processes.stateOf({ ...processes.self, startTime: '1' })).toBe('gone');
      expect(processes.self.bootId).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
    }
  });
});
