import { isOpen } from '@bezoar/core';
import type { Block, Headline, ReportDocument } from '@bezoar/report';
import { acceptanceBlock } from '../scan/accepted-risks.ts';
import { VERSION } from '../version.ts';
import type { DriftDocument } from './drift.ts';

/** A drift as a report for files. */
export function driftReport(document: DriftDocument): ReportDocument {
  return {
    title: 'Drift between the threat model and what is',
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: document.timing.startedAt,
    headline: driftHeadline(document),
    blocks: driftBlocks(document),
    findings: document.findings,
    inputs: document.inputs,
    checks: [],
  };
}

/** The one sentence of a drift. */
export function driftHeadline({ verdict, findings, undecided, checks }: DriftDocument): Headline {
  const open = findings.filter(isOpen).length;
  const compared = checks.reduce((sum, check) => sum + check.compared, 0);
  if (verdict === 'none') return { verdict, tone: 'good', sentence: `${compared} comparisons agree.` };
  if (verdict === 'undecided') {
    return {
      verdict,
      tone: 'warn',
      sentence: `Nothing differs, but ${undecided.length} comparisons could not be made.`,
    };
  }
  return { verdict, tone: 'bad', sentence: `${open} of ${compared} comparisons differ.` };
}

/** A drift as blocks. */
export function driftBlocks(document: DriftDocument): Block[] {
  const { drifts, undecided, checks, findings } = document;
  const status = new Map(findings.map((finding) => [finding.id, finding.status]));
  const open = findings.filter(isOpen);
  return [
    ...(drifts.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            columns: [{ title: 'control' }, { title: 'declared' }, { title: 'observed', grow: true }, { title: '' }],
            rows: drifts.map(({ control, declared, observed, finding }) => [
              control,
              declared,
              observed,
              status.get(finding) === 'accepted' ? 'accepted' : '',
            ]),
          },
        ]),
    ...(undecided.length === 0
      ? []
      : [
          { kind: 'heading' as const, level: 2 as const, text: 'Could not be compared' },
          { kind: 'list' as const, items: undecided },
        ]),
    { kind: 'heading', level: 2, text: 'What was compared' },
    {
      kind: 'list',
      items: checks.map(({ name, compared, drifts: found }) => `${name}: ${compared} compared, ${found} differ`),
    },
    ...(open.length === 0
      ? []
      : [
          {
            kind: 'details' as const,
            summary: 'To accept a risk until a day, paste into the document',
            blocks: [{ kind: 'text' as const, lines: acceptanceBlock(open).split('\n') }],
          },
        ]),
  ];
}
