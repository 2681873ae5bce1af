import { FINDING_CODES, type FindingCode } from '@bezoar/core';
import type { ReportDocument } from '@bezoar/report';
import { VERSION } from '../../version.ts';
import type { GateDocument } from '../gate-document.ts';
import { gateBlocks } from './gate-blocks.ts';
import { gateHeadline } from './gate-headline.ts';
import { withoutExcerpts } from './without-excerpts.ts';

/** A gate as a whole report, for the formats that are written to files. `generatedAt` is ISO 8601. */
export function gateReport(
  full: GateDocument,
  options: { readonly excerpts: boolean; readonly generatedAt: string },
): ReportDocument {
  const document = options.excerpts ? full : withoutExcerpts(full);
  return {
    title: 'Gate',
    tool: { name: 'bezoar', version: VERSION },
    generatedAt: options.generatedAt,
    headline: gateHeadline(document),
    blocks: gateBlocks(document).slice(1),
    findings: document.findings,
    inputs: document.inputs,
    checks: checksThatRan(document),
  };
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
