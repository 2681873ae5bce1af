import { FINDING_CODES, isAtLeast, percent } from '@bezoar/core';
import type { Block, ReportDocument } from '@bezoar/report';
import { VERSION } from '../../version.ts';
import type { ScanResult } from '../scan.ts';
import { hazardLines, readLines, unreadableBlocks } from './coverage-blocks.ts';
import { familySection, familySentence, severitySpan } from './family-blocks.ts';
import { scanHeadline } from './headline.ts';
import { acceptanceBlocks, projectBlocks } from './project-blocks.ts';
import { searchedBlocks } from './searched-blocks.ts';

/** A scan as a whole report, for the formats that are written to files. `generatedAt` is ISO 8601. */
export function fullReport(
  result: ScanResult,
  options: { readonly excerpts: boolean; readonly generatedAt: string },
): ReportDocument {
  const { document, scan } = result;
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: 'Corpus', anchor: 'corpus' },
    { kind: 'text', lines: readLines(result) },
    ...unreadableBlocks(result),
    ...projectBlocks(document),
    ...acceptanceBlocks(document),
    ...searchedBlocks(document),
    { kind: 'heading', level: 1, text: 'Phrases that may decide the answer', anchor: 'phrases' },
    ...overview(result),
    ...scan.families.slice(0, 10).flatMap((family) => familySection(family, options.excerpts)),
    { kind: 'heading', level: 1, text: 'Actions without their precondition', anchor: 'hazards' },
    { kind: 'list', items: hazardLines(result) },
    { kind: 'heading', level: 1, text: 'What this scan cannot see', anchor: 'limits' },
    { kind: 'list', items: document.coverage.limits },
    {
      kind: 'text',
      tone: 'note',
      lines: [
        `${document.coverage.phrases.candidates} phrases were new and recurring, ${document.coverage.phrases.compared} were compared with their nearest prompts; chance alone is expected to give ${document.coverage.phrases.expectedByChance} that count.`,
      ],
    },
  ];
  return {
    title: 'Training data scan',
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: options.generatedAt,
    headline: scanHeadline(result),
    blocks,
    findings: document.findings,
    inputs: document.inputs,
    checks: FINDING_CODES.filter(
      (code) =>
        code.startsWith('corpus/') && (code !== 'corpus/hazard-without-precondition' || scan.hazards.length > 0),
    ),
  };
}

function overview({ scan }: ScanResult): Block[] {
  if (scan.families.length === 0) return [{ kind: 'text', lines: ['No phrase stands out.'] }];
  const decided = scan.families.filter(({ finding }) => finding.evidence.decides.what !== 'similarity').slice(0, 8);
  return [
    {
      kind: 'table',
      columns: [
        { title: '#', align: 'right' },
        { title: 'severity' },
        { title: 'phrase' },
        { title: 'evidence', grow: true },
      ],
      rows: scan.families.map((family) => [
        [{ text: String(family.finding.evidence.rank), to: `family-${family.finding.evidence.rank}` }],
        [severitySpan(family.finding.severity)],
        [{ text: family.finding.subject, style: 'code' as const }],
        familySentence(family),
      ]),
    },
    {
      kind: 'plot',
      plot: {
        kind: 'dots',
        title: 'How new each phrase is, and how much it decides',
        x: { title: 'novelty, G²', scale: 'log' },
        y: { title: 'strength (1 counts)', scale: 'log' },
        points: scan.families.map(({ finding }) => ({
          x: finding.evidence.novelty.g2,
          y: finding.evidence.strength,
          label: finding.subject,
          highlight: isAtLeast(finding.severity, 'high'),
        })),
      },
    },
    ...(decided.length === 0
      ? []
      : [
          {
            kind: 'plot' as const,
            plot: {
              kind: 'bars' as const,
              title: 'What the phrase decides: with it, and in the nearest prompts without it',
              unit: '%',
              legend: { value: 'with the phrase', compare: 'nearest prompts without it' },
              bars: decided.map(({ finding }) => ({
                label: finding.subject,
                value: Math.round(finding.evidence.decides.rate * 100),
                compare: Math.round(finding.evidence.controls.rate * 100),
                highlight: isAtLeast(finding.severity, 'high'),
              })),
            },
          },
        ]),
    {
      kind: 'text',
      tone: 'note',
      lines: [
        `A family is listed from strength 0.5 on; ${percent(1)} in the table means every record that was compared.`,
      ],
    },
  ];
}
