import { UsageError } from '@bezoar/core';
import { digestFile, type InputFile } from '@bezoar/corpus/readers';
import type { CorpusScan } from '@bezoar/corpus/scan';
import { limitsOfSight } from './limits-of-sight.ts';
import type { ScanDocument, ScanInput } from './scan-document.ts';

/**
 * Share of the records that may stay uncompared with some of the ones they are like, because a template that everybody uses filled
 * the places in which likeness is sought. A generated month of a million leaves 0.2 % so. The number is always told.
 */
const MAX_UNCOMPARED_SHARE = 0.01;

/** Whether everything was read, and compared as far as it matters: undecided is never clean. */
export function isFullyRead({ unreadableCount, uncompared, corpus }: CorpusScan): boolean {
  return unreadableCount === 0 && uncompared <= MAX_UNCOMPARED_SHARE * corpus.records;
}

/** Share of the records from which a corpus is the trusted one once more. */
const SAME_CORPUS_SHARE = 0.5;

/** A month held against itself has nothing new in it: a clean verdict that means nothing. Compressing or reordering it changes nothing. */
export function refuseSameCorpus({ sharedRecords, corpus }: CorpusScan): void {
  if (sharedRecords === 0 || sharedRecords < SAME_CORPUS_SHARE * corpus.records) return;
  throw new UsageError(
    'scan/trusted-is-month',
    `${sharedRecords} of ${corpus.records} records are also in the trusted corpus; a corpus held against itself has nothing new in it`,
  );
}

/** The files of a scan with their digests. */
export async function describeInputs(
  month: readonly InputFile[],
  trusted: readonly InputFile[],
  signal: AbortSignal | undefined,
): Promise<ScanInput[]> {
  const described: ScanInput[] = [];
  for (const [role, files] of [
    ['month', month],
    ['trusted', trusted],
  ] as const) {
    for (const { path, file, bytes } of files) {
      // A file that cannot be opened is already a finding of the scan itself.
      const sha256 = await digestFile(file, signal).catch(() => {
        signal?.throwIfAborted();
        return '';
      });
      described.push({ path, sha256, bytes, role });
    }
  }
  return described;
}

/** What of the input was looked at. */
export function coverageOf(result: CorpusScan): ScanDocument['coverage'] {
  const { candidates, compared, expectedByChance } = result.mining;
  return {
    read: result.corpus.records,
    trusted: result.trustedRecords,
    unreadable: result.unreadable,
    unreadableCount: result.unreadableCount,
    phrases: { candidates, compared, expectedByChance },
    hazards: {
      covered: result.hazards.map(({ hazard, callsInMonth, callsInTrusted }) => ({
        action: hazard.action,
        after: hazard.precondition?.after ?? [],
        origin: hazard.origin,
        callsInMonth,
        callsInTrusted,
      })),
      uncovered: result.uncoveredTools,
    },
    limits: limitsOfSight(result),
  };
}
