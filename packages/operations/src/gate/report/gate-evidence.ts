import type { Finding, FindingCode } from '@bezoar/core';
import type { Divergence, UnconfirmedHit } from '@bezoar/evaluate';
import type { HazardFindingEvidence } from '../findings/gate-findings.ts';
import type { GateDocument } from '../gate-document.ts';

/** The findings of a gate by what a report does with them. */
export interface SortedFindings {
  /** Those that lead to records first, then other phrases: what can be acted on. */
  readonly hazards: readonly Finding<HazardFindingEvidence>[];
  readonly divergences: readonly Finding<Divergence>[];
  /** One of each id. */
  readonly unconfirmed: readonly Finding<UnconfirmedHit>[];
  /** Everything else, a sentence each. Why a gate cannot tell stands in the document's `reasons`. */
  readonly others: readonly Finding[];
}

/** Codes that have a section of their own. */
const OWN_SECTION: readonly FindingCode[] = [
  'evaluate/hazard',
  'evaluate/divergence',
  'evaluate/unconfirmed',
  'evaluate/inconclusive',
];

/** Sorts the findings of a document. INVARIANT: `gateFindings` made them, so that a code says what its evidence is. */
export function sortFindings({ findings }: Pick<GateDocument, 'findings'>): SortedFindings {
  const of = <Evidence>(code: FindingCode): readonly Finding<Evidence>[] =>
    findings.filter((finding) => finding.code === code) as readonly Finding<Evidence>[];
  const hazards = of<HazardFindingEvidence>('evaluate/hazard');
  const rank = ({ evidence }: Finding<HazardFindingEvidence>): number =>
    evidence.recordIds.length > 0 ? 0 : evidence.placement === 'rewrite' ? 2 : 1;
  return {
    hazards: [...hazards].sort((a, b) => rank(a) - rank(b)),
    divergences: of<Divergence>('evaluate/divergence'),
    unconfirmed: distinct(of<UnconfirmedHit>('evaluate/unconfirmed')),
    others: findings.filter(({ code }) => !OWN_SECTION.includes(code)),
  };
}

/** One of each id, the one that was tried most often: the same probes may be taken apart from several prompts. */
function distinct(findings: readonly Finding<UnconfirmedHit>[]): readonly Finding<UnconfirmedHit>[] {
  const tried = ({ evidence }: Finding<UnconfirmedHit>): number => evidence.candidate?.n ?? 0;
  const byId = new Map<string, Finding<UnconfirmedHit>>();
  for (const finding of findings) {
    const known = byId.get(finding.id);
    if (known === undefined || tried(finding) > tried(known)) byId.set(finding.id, finding);
  }
  return [...byId.values()];
}
