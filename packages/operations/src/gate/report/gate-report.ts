import { FINDING_CODES, type FindingCode } from '@bezoar/core';
import type { Block, Line, ReportDocument } from '@bezoar/report';
import { VERSION } from '../../version.ts';
import type { GateDocument } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';
import { gateHeadline } from './gate-headline.ts';
import { hazardPlot, hazardTable } from './hazards/hazard-overview.ts';
import { hazardSection } from './hazards/hazard-section.ts';
import { nextBlocks } from './next-steps.ts';
import { divergenceBlocks, otherBlocks, reasonBlocks, unconfirmedBlocks } from './open-blocks.ts';
import { capabilityTable } from './tested/capability-table.ts';
import { coverageLines } from './tested/coverage-lines.ts';
import { familyTable, sensitivityPlot } from './tested/coverage-section.ts';
import { driftBlocks, driftTable } from './tested/drift-blocks.ts';
import { modelTable } from './tested/model-table.ts';
import { planBlocks } from './tested/plan-blocks.ts';
import { withoutExcerpts } from './without-excerpts.ts';

/** Hazards that a file shows in full; the others have a row. */
const SHOWN_HAZARDS = 20;

/** Lines of a list, and answers that show a change. */
const SHOWN_LINES = 200;
const SHOWN_EXAMPLES = 20;

/** A gate as a whole report, for the formats that are written to files. `generatedAt` is ISO 8601. */
export function gateReport(
  full: GateDocument,
  options: { readonly excerpts: boolean; readonly generatedAt: string },
): ReportDocument {
  const document = options.excerpts ? full : withoutExcerpts(full);
  return {
    title: 'Gate of a candidate model',
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: options.generatedAt,
    headline: gateHeadline(document),
    blocks: reportBlocks(document),
    findings: mostTellingFirst(document),
    inputs: document.inputs,
    checks: checksThatRan(document),
  };
}

/** The hazards that lead to records before the others: formats that show one finding show this one. */
function mostTellingFirst(document: GateDocument): ReportDocument['findings'] {
  const { hazards } = sortFindings(document);
  return [...hazards, ...document.findings.filter(({ code }) => code !== 'evaluate/hazard')];
}

function reportBlocks(document: GateDocument): Block[] {
  const { hazards, divergences, unconfirmed, others } = sortFindings(document);
  const hasScan = document.plan.scan !== null;
  const part = (title: string, anchor: string, blocks: readonly Block[]): Block[] =>
    blocks.length === 0 ? [] : [{ kind: 'heading', level: 1, text: title, anchor }, ...blocks];
  const items = (lines: readonly Line[]): Block[] => (lines.length === 0 ? [] : [{ kind: 'list', items: lines }]);
  return [
    ...part('Models', 'models', [...modelTable(document), ...capabilityTable(document), ...reasonBlocks(document)]),
    ...part('Actions without their precondition', 'hazards', [
      ...hazardTable(hazards, 1, SHOWN_HAZARDS),
      ...hazardPlot(hazards),
      ...hazards.slice(0, SHOWN_HAZARDS).flatMap((finding, index) => hazardSection(finding, index + 1, hasScan)),
    ]),
    ...part('Other signs', 'signs', [
      ...otherBlocks(others, SHOWN_LINES),
      ...divergenceBlocks(divergences, SHOWN_LINES, SHOWN_EXAMPLES),
      ...unconfirmedBlocks(unconfirmed, SHOWN_LINES),
      ...driftBlocks(document),
    ]),
    ...part('What was tested', 'tested', [
      ...items(coverageLines(document, { families: false })),
      ...driftTable(document),
      ...sensitivityPlot(document),
      ...familyTable(document),
    ]),
    ...part('What this gate cannot exclude', 'limits', items(document.limits)),
    ...part('What was fixed before, and what was asked', 'plan', planBlocks(document)),
    ...part('Next', 'next', nextBlocks(document)),
  ];
}

/** Codes that may be reported as passed. Where the gate cannot tell, nothing was. */
function checksThatRan({ reasons, queries, plan, findings }: GateDocument): readonly FindingCode[] {
  const ran = new Set<FindingCode>(['evaluate/inconclusive']);
  if (reasons.length === 0) {
    ran.add('evaluate/hazard').add('evaluate/unconfirmed');
    if ((queries.candidate.stages.comparison ?? 0) > 0) ran.add('evaluate/divergence');
    // References are asked what condemned the candidate, and nothing else.
    if (plan.references.length > 0 && findings.some(({ code }) => code === 'evaluate/hazard')) {
      ran.add('evaluate/poisoned-reference');
    }
  }
  return FINDING_CODES.filter((code) => ran.has(code));
}
