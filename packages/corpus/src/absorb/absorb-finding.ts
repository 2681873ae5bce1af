import { catalogueFinding, type Finding, type FindingCode } from '@bezoar/core';
import type { AbsorbedItem } from './absorb-batch.ts';
import type { AbsorbReason } from './item/absorb-reason.ts';

/** Evidence of a finding about an item: its reasons of one code, quoted. */
export interface AbsorbEvidence {
  readonly item: string;
  readonly digest: string;
  readonly verdict: AbsorbedItem['verdict'];
  readonly reasons: readonly AbsorbReason[];
}

/** One finding per item and code. What was merely seen (`info`) is in the item's reasons only. */
export function absorbFinding(item: AbsorbedItem): Finding<AbsorbEvidence>[] {
  const byCode = new Map<FindingCode, AbsorbReason[]>();
  for (const reason of item.reasons) {
    if (reason.severity === 'info') continue;
    const list = byCode.get(reason.code) ?? [];
    byCode.set(reason.code, list);
    list.push(reason);
  }
  return [...byCode].map(([code, reasons]) => {
    const first = reasons[0]!;
    return catalogueFinding({
      // The same content is the same finding, in whatever file and under whatever id it comes again.
      identity: item.digest,
      code,
      severity: first.severity,
      subject: item.id,
      location: { file: item.place.file, line: item.place.line },
      control: 'corpus/absorb',
      message: `${item.id}: ${first.detail} (${first.rule}, ${first.where})`,
      evidence: { item: item.id, digest: item.digest, verdict: item.verdict, reasons },
    });
  });
}
