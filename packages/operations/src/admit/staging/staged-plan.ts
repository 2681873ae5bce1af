import { createHmac, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdmissionPlan } from '@bezoar/corpus';
import { stageFile } from '../../report-files/write-atomically.ts';

/** What an admission that was cut off needs to go on: the plan, and what its document says. */
export interface StagedAdmission<Draft> {
  readonly plan: AdmissionPlan;
  readonly draft: Draft;
  /** When the records came in: the same in every row, however often the admission is taken up again. */
  readonly ingestedAt: string;
  /** What the corpus adds to the lineage, as text. */
  readonly lineage: string;
}

const HEAD = 'plan.json';
const COLUMNS = 'plan.bin';
/** Bytes per record: reasons, tier, slice, digest. */
const RECORD_BYTES: number = 4 + 1 + 1 + 32;
const VERSION = 1;
/** Hexadecimal digits of the code that authenticates a plan. */
const MAC_DIGITS = 64;

interface Head<Draft> {
  readonly version: number;
  readonly records: number;
  readonly files: AdmissionPlan['files'];
  readonly flagged: readonly (readonly [number, readonly string[]])[];
  readonly repeatedIds: readonly string[];
  readonly clusters: readonly (readonly [string, string])[];
  readonly selection?: AdmissionPlan['selection'];
  readonly draft: Draft;
  readonly ingestedAt: string;
  readonly lineage: string;
}

/** The key under which a project keeps its plans: who holds the ledger's key may say what an admission is, and nobody else. */
export function planKey(ledgerKey: KeyObject): Uint8Array {
  const secret = ledgerKey.export({ format: 'der', type: 'pkcs8' });
  return new Uint8Array(hkdfSync('sha256', secret, '', 'bezoar/staged-plan/v1', 32));
}

/** Keeps a plan in a folder. Its head is written last: a plan without one was never finished. */
export async function keepStaged<Draft>(
  folder: string,
  staged: StagedAdmission<Draft>,
  key: Uint8Array,
): Promise<void> {
  const { plan, draft, ingestedAt, lineage } = staged;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const columns = await open(join(folder, COLUMNS), 'w', 0o600);
  const mac = createHmac('sha256', key);
  try {
    const { reasons, tiers, inSlice, digests } = plan;
    for (const part of [bytesOf(reasons), tiers, inSlice, digests]) {
      mac.update(part);
      await columns.writeFile(part);
    }
    await columns.sync();
  } finally {
    await columns.close();
  }
  const head: Head<Draft> = {
    version: VERSION,
    records: plan.records,
    files: plan.files,
    flagged: [...plan.flagged],
    repeatedIds: [...plan.repeatedIds],
    clusters: [...plan.clusters],
    ...(plan.selection === undefined ? {} : { selection: plan.selection }),
    draft,
    ingestedAt,
    lineage,
  };
  const text = JSON.stringify(head);
  const file = await stageFile(join(folder, HEAD), `${mac.update(text).digest('hex')}\n${text}`);
  await file.commit();
}

/**
 * A plan that was kept under this key; undefined where there is none that is whole. Attacker controls: the files, where somebody
 * else may write into the folder; without the key nothing in them counts.
 */
export async function takeStaged<Draft>(folder: string, key: Uint8Array): Promise<StagedAdmission<Draft> | undefined> {
  let head: Head<Draft>;
  let columns: Buffer;
  try {
    const kept = await readFile(join(folder, HEAD), 'utf8');
    columns = await readFile(join(folder, COLUMNS));
    const text = kept.slice(MAC_DIGITS + 1);
    const mac = createHmac('sha256', key).update(columns).update(text).digest();
    if (!timingSafeEqual(mac, Buffer.from(kept.slice(0, MAC_DIGITS).padEnd(MAC_DIGITS, '0'), 'hex'))) return undefined;
    head = JSON.parse(text) as Head<Draft>;
  } catch {
    return undefined;
  }
  const { records } = head;
  if (head.version !== VERSION || columns.length !== records * RECORD_BYTES) return undefined;
  const part = (from: number, width: number): Uint8Array =>
    new Uint8Array(columns.subarray(from * records, (from + width) * records));
  return {
    plan: {
      records,
      files: head.files,
      reasons: new Uint32Array(part(0, 4).buffer),
      tiers: part(4, 1),
      inSlice: part(5, 1),
      digests: part(6, 32),
      flagged: new Map(head.flagged),
      repeatedIds: new Set(head.repeatedIds),
      clusters: new Map(head.clusters),
      ...(head.selection === undefined ? {} : { selection: head.selection }),
    },
    draft: head.draft,
    ingestedAt: head.ingestedAt,
    lineage: head.lineage,
  };
}

/** Deletes a plan that is finished with. */
export async function dropStaged(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function bytesOf(array: Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
