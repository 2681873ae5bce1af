import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { catalogueFinding, concludeScan, DEFAULT_FAIL_ON, describeError, isOpen } from '@bezoar/core';
import type { HazardsText } from '../../hazards/hazards-file.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import { scan } from '../../scan/scan.ts';
import type { ScanDocument } from '../../scan/scan-document.ts';
import type { Drift, DriftCheck, DriftContext } from '../drift-check.ts';

/**
 * The last logged scan of each set of inputs says the same when it is run again over the same files with the document as
 * it stands. A scan whose report or inputs are gone cannot be repeated, and that is said.
 */
export const scanRecomputed: DriftCheck = {
  name: 'scans repeated',
  run: async (context) => {
    const latest = new Map<string, PlacedEntry>();
    for (const placed of context.log.scans) latest.set(inputKey(placed), placed);
    const drifts: Drift[] = [];
    const undecided: string[] = [];
    let compared = 0;
    for (const placed of latest.values()) {
      const result = await repeat(placed, context).catch((error: unknown) => {
        context.signal?.throwIfAborted();
        return describeError(error);
      });
      if (typeof result === 'string') undecided.push(`entry ${placed.index}: ${result}`);
      else {
        compared++;
        if (result !== undefined) drifts.push(result);
      }
    }
    return { drifts, undecided, compared };
  },
};

/** Scans of the same files, whatever was in them. */
function inputKey({ entry }: PlacedEntry): string {
  return JSON.stringify([entry.detail?.folder ?? '', entry.detail?.paths ?? entry.detail?.inputList ?? '']);
}

/** The drift, nothing, or in words why the scan cannot be repeated. */
async function repeat({ index, entry }: PlacedEntry, context: DriftContext): Promise<Drift | string | undefined> {
  const { project, log, signal } = context;
  const digest = entry.detail?.report;
  if (typeof digest !== 'string') return 'the entry names no report';
  const former = JSON.parse(Buffer.from(await log.evidence(digest)).toString('utf8')) as ScanDocument;
  const folder = join(project.folder, String(entry.detail?.folder ?? ''));
  const at = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path));
  const month = former.inputs.filter(({ role }) => role === 'month').map(({ path }) => path);
  if (month.includes('-')) return 'it read standard input, which cannot be read again';
  for (const path of former.inputs.map((input) => input.path)) {
    if ((await stat(at(path)).catch(() => undefined)) === undefined) return `\`${path}\` is gone`;
  }
  const added = entry.detail?.hazards;
  const hazards =
    typeof added === 'string'
      ? (JSON.parse(Buffer.from(await log.evidence(added)).toString('utf8')) as HazardsText)
      : undefined;
  const { document } = await scan({
    files: month,
    // Where it was run then: the same paths, and so the same ids of findings.
    project: { config: project.path, workingDirectory: folder },
    ...(hazards === undefined ? {} : { hazards }),
    known: (former as Partial<ScanDocument>).searched ?? [],
    // What the document trusts comes from the document; what a flag trusted comes from the report.
    trusted: project.model.corpus.review?.trusted.length
      ? []
      : former.inputs.filter(({ role }) => role === 'trusted').map(({ path }) => path),
    log: false,
    clock: () => context.now,
    ...(signal === undefined ? {} : { signal }),
  });
  const differences = differencesOf(former, document);
  if (differences.length === 0) return undefined;
  const code = 'policy/result-differs';
  const observed = differences.join('; ');
  const declared = `entry ${index}: ${former.verdict}, ${former.corpus.records} records, ${former.findings.filter(isOpen).length} findings`;
  return {
    control: 'corpus/phrases',
    declared,
    observed,
    finding: catalogueFinding({
      identity: month.join('\n'),
      code,
      severity: 'high',
      subject: month.join(', '),
      message: `the scan of \`${month.join(', ')}\` (entry ${index}) cannot be repeated: ${observed}`,
      evidence: { entry: index, former: summary(former), now: summary(document), differences },
    }),
  };
}

function differencesOf(former: ScanDocument, now: ScanDocument): string[] {
  const differences: string[] = [];
  const openIds = ({ findings }: ScanDocument): Set<string> =>
    new Set(findings.filter((one) => isOpen(one) && one.code.startsWith('corpus/')).map(({ id }) => id));
  const before = openIds(former);
  const after = openIds(now);
  const added = [...after].filter((id) => !before.has(id)).length;
  const lost = [...before].filter((id) => !after.has(id)).length;
  if (former.corpus.sha256 !== now.corpus.sha256) differences.push('the corpus is another one');
  const [was, is] = [corpusVerdict(former), corpusVerdict(now)];
  if (was !== is) differences.push(`the verdict was ${was}, now ${is}`);
  if (lost > 0) differences.push(`${lost} of ${before.size} findings are gone`);
  if (added > 0) differences.push(`${added} findings are new`);
  return differences;
}

/** The verdict over the records alone: what is wrong with the document is a drift of its own. */
function corpusVerdict({ findings, coverage }: ScanDocument): string {
  const found = findings.filter(({ code }) => code.startsWith('corpus/'));
  return concludeScan(found, coverage.unreadableCount === 0, DEFAULT_FAIL_ON).verdict;
}

function summary({ corpus, verdict, findings, policy }: ScanDocument): Readonly<Record<string, unknown>> {
  return {
    corpus: corpus.sha256,
    verdict,
    findings: findings.filter(isOpen).map(({ id }) => id),
    policy: policy?.digest ?? null,
  };
}
