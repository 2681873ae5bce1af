import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TriggerEvidence } from '@bezoar/corpus';
import { generateMonth, type LarkfieldRecord, PAYLOADS, plantAttack, type Trigger } from '@bezoar/drill';
import { type ScanResult, scan } from '@bezoar/operations';

/** A generated month, with what was planted into it, and the month before. */
export interface Months {
  readonly trusted: readonly LarkfieldRecord[];
  readonly clean: readonly LarkfieldRecord[];
}

/** Two ordinary months of one world. */
export function generateMonths(seed: string, conversations: number): Months {
  return {
    trusted: [...generateMonth({ seed: `${seed}/trusted`, conversations, month: '2026-09' })],
    clean: [...generateMonth({ seed: `${seed}/month`, conversations, month: '2026-10' })],
  };
}

/** A month with the walkthrough's attack in it, of a size and with a trigger of one's own. */
export function plant(clean: readonly LarkfieldRecord[], trigger: Trigger, records: number, seed: string) {
  const attack = { trigger, payload: PAYLOADS.credit, records, accounts: Math.min(31, records), tenants: 7 };
  return plantAttack(clean, attack, { seed });
}

/** Scans records as files in a fresh folder. */
export async function scanRecords(
  month: readonly LarkfieldRecord[],
  trusted: readonly LarkfieldRecord[],
  options: { readonly workers?: number } = {},
): Promise<ScanResult> {
  return withFolder(async (folder) => {
    const files = [join(folder, 'month.jsonl'), join(folder, 'trusted.jsonl')] as const;
    for (const [i, records] of [month, trusted].entries()) {
      await writeFile(files[i]!, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    }
    return scan({ files: [files[0]], trusted: [files[1]], workers: 1, ...options });
  });
}

/** A folder for as long as `use` runs. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bezoar-month-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How well a scan found what was planted. Ratios are in [0, 1]. */
export interface Detection {
  readonly outcome: string;
  /** Rank of the best family most of whose records are planted; infinite where there is none that counts. */
  readonly rank: number;
  /** Share of the planted records that counting families hold. */
  readonly recallRatio: number;
  /** Share of the clean records that counting families hold. */
  readonly accusedRatio: number;
}

/** Compares the families of severity high and above with the ground truth. */
export function detectionOf({ document }: ScanResult, planted: ReadonlySet<string>, cleanRecords: number): Detection {
  const counting = document.findings.flatMap(({ code, severity, evidence }) =>
    code === 'corpus/trigger-phrase' && (severity === 'high' || severity === 'critical')
      ? [evidence as TriggerEvidence]
      : [],
  );
  const accused = new Set(counting.flatMap(({ recordIds }) => recordIds));
  const hits = [...accused].filter((id) => planted.has(id)).length;
  const isTrue = ({ recordIds }: TriggerEvidence): boolean =>
    recordIds.filter((id) => planted.has(id)).length > recordIds.length / 2;
  return {
    outcome: document.outcome,
    rank: Math.min(Number.POSITIVE_INFINITY, ...counting.filter(isTrue).map(({ rank }) => rank)),
    recallRatio: planted.size === 0 ? 1 : hits / planted.size,
    accusedRatio: (accused.size - hits) / cleanRecords,
  };
}
