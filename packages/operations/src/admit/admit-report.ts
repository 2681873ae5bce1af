import { FINDING_CATALOGUE, isFindingCode, isOpen, plural, SEVERITIES } from '@bezoar/core';
import type { Block, Headline, Line, ReportDocument } from '@bezoar/report';
import { capBlocks, signalBlocks } from '../scan/report/contribution-blocks.ts';
import { severitySpan } from '../scan/report/family-blocks.ts';
import { VERSION } from '../version.ts';
import type { AdmitDocument } from './admit-document.ts';

/** Findings that a screen shows. */
const SHOWN_FINDINGS = 8;

/** An admission in one sentence. */
export function admitHeadline({
  admitted,
  corpus,
  target,
  dryRun,
  outcome,
  quarantinedCount,
}: AdmitDocument): Headline {
  const verb = dryRun ? 'would be admitted' : 'admitted';
  const tone = outcome === 'ok' ? 'good' : outcome === 'adverse' ? 'bad' : 'warn';
  return {
    verdict: dryRun ? 'DRY RUN' : 'ADMITTED',
    tone,
    sentence: `${admitted.records} of ${plural(corpus.records, 'record')} ${verb} for \`${target}\`, ${quarantinedCount} kept out`,
  };
}

/** An admission on one screen. */
export function admitBlocks(document: AdmitDocument): Block[] {
  const { verdict, tone, sentence } = admitHeadline(document);
  return [
    { kind: 'text', lines: [[{ text: `${verdict}  `, style: tone }, { text: String(sentence) }]] },
    ...writtenBlocks(document),
    ...reasonBlocks(document),
    ...findingBlocks(document),
    ...signalBlocks(document.contributions),
    ...capBlocks(document.contributions),
    { kind: 'heading', level: 2, text: 'What this admission cannot exclude' },
    { kind: 'list', items: document.coverage.limits },
  ];
}

/** The full report, for files. */
export function admitReport(document: AdmitDocument): ReportDocument {
  return {
    title: `Admission for ${document.target}`,
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: document.timing.startedAt,
    headline: admitHeadline(document),
    blocks: admitBlocks(document).slice(1),
    findings: document.findings,
    inputs: document.inputs,
    checks: [],
  };
}

function writtenBlocks({ admitted, ledger, review }: AdmitDocument): Block[] {
  const lines: Line[] = [];
  if (admitted.path !== null)
    lines.push(`${admitted.path}  sha256 ${admitted.sha256}`, `provenance root ${admitted.root}`);
  if (ledger !== null) lines.push(`ledger entry ${ledger.index}`);
  if (review !== null) {
    lines.push(
      `to read: ${plural(review.flagged, 'flagged record')} and a sample of ${review.sample}, about ${review.hours.toFixed(1)} h`,
    );
  }
  return lines.length === 0 ? [] : [{ kind: 'text', tone: 'note', lines }];
}

function reasonBlocks({ keptOut }: AdmitDocument): Block[] {
  const rows = Object.entries(keptOut)
    .sort(([, a], [, b]) => b - a)
    .map(([code, records]): Line[] => [
      String(records),
      [{ text: code, style: 'code' }],
      isFindingCode(code) ? FINDING_CATALOGUE[code].title : '',
    ]);
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'Why records are kept out' },
    {
      kind: 'table',
      columns: [{ title: 'records', align: 'right' }, { title: 'code' }, { title: 'meaning', grow: true }],
      rows,
      caption: 'one record may have several reasons',
    },
  ];
}

function findingBlocks({ findings }: AdmitDocument): Block[] {
  const open = findings
    .filter((finding) => isOpen(finding) && finding.severity !== 'info')
    .sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  if (open.length === 0) return [];
  const items = open
    .slice(0, SHOWN_FINDINGS)
    .map(({ severity, message }): Line => [severitySpan(severity), { text: `  ${message}` }]);
  const rest = open.length - items.length;
  return [
    { kind: 'heading', level: 2, text: 'Findings' },
    { kind: 'list', items: rest > 0 ? [...items, `and ${rest} more`] : items },
  ];
}
