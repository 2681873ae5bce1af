import { createPrivateKey } from 'node:crypto';
import { ENTRY_KINDS, type LedgerEntry } from '../entry/ledger-entry.ts';
import type { ProcessTable } from '../lock/process-identity.ts';
import { createNoteSigner, type NoteSigner } from '../note/note-signer.ts';

/** Ed25519 in PKCS #8 around 32 bytes of seed (RFC 8410, section 7). */
const PKCS8_PREFIX = '302e020100300506032b657004220420';

/** The same signer every time; `seed` 0 to 255 makes others. */
export function sampleSigner(seed = 7, name = 'example.org/log'): NoteSigner {
  const der = Buffer.concat([Buffer.from(PKCS8_PREFIX, 'hex'), Buffer.alloc(32, seed)]);
  return createNoteSigner(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
}

/** Entry number `index` of a sample log: lengths, kinds and fields vary with the number. */
export function sampleEntry(index: number): LedgerEntry {
  const digest = index.toString(16).padStart(64, '0');
  const entry: LedgerEntry = {
    v: 1,
    kind: ENTRY_KINDS[index % ENTRY_KINDS.length]!,
    at: new Date(1_750_000_000_000 + index * 1000).toISOString(),
    actor: `ci-${index % 5}`,
    subject: Array.from({ length: index % 3 }, (_, at) => ({
      name: `shard ${index}.${at}`,
      digest: { sha256: digest },
    })),
    refs: index % 4 === 3 ? [index - 1, 0] : [],
  };
  return index % 7 === 0 ? { ...entry, detail: { note: 'ü'.repeat(index % 90), records: index } } : entry;
}

/** A process table in which only the given process numbers run, all on one machine. */
export function sampleProcesses(pid = 1, running: readonly number[] = []): ProcessTable {
  const self = {
    pid,
    hostname: 'machine',
    machineId: 'm1',
    bootId: 'b1',
    pidNamespace: 'pid:[4026531836]',
    startTime: '100',
  };
  return { self, stateOf: (holder) => (running.includes(holder.pid) ? 'running' : 'gone') };
}
