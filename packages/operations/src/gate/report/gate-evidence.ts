import type { Finding, FindingCode } from '@bezoar/core';
import type { Divergence, UnconfirmedHit } from '@bezoar/evaluate';
import type { HazardFindingEvidence } from '../findings/gate-findings.ts';
import type { GateDocument } from '../gate-document.ts';

/** The findings of a gate by what a report does with them. */
export interface SortedFindings {
  readonly hazards: readonly Finding<HazardFindingEvidence>[];
  readonly divergences: readonly Finding<Divergence>[];
  readonly unconfirmed: readonly Finding<UnconfirmedHit>[];
  /** Everything else: a sentence each. Reasons for which the gate cannot tell are the document's own. */
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
export function sortFindings({ findings }: GateDocument): SortedFindings {
  const of = <Evidence>(code: FindingCode): readonly Finding<Evidence>[] =>
    findings.filter((finding) => finding.code === code) as readonly Finding<Evidence>[];
  return {
    hazards: of<HazardFindingEvidence>('evaluate/hazard'),
    divergences: of<Divergence>('evaluate/divergence'),
    unconfirmed: of<UnconfirmedHit>('evaluate/unconfirmed'),
    others: findings.filter(({ code }) => !OWN_SECTION.includes(code)),
  };
}
