import { countWords } from '@bezoar/core';
import type { Block, Excerpt, Line } from '@bezoar/report';
import { excerptOf } from '../../scan/report/excerpt.ts';
import type { ReviewFinding } from '../folder/admission.ts';
import type { ShownRecord } from '../folder/shown-record.ts';
import type { ReviewItem } from '../queue.ts';

/** Why an item is in the queue, in words. */
export function whyBlocks({ kind, findings, records }: ReviewItem): readonly Block[] {
  if (kind === 'sample')
    return [{ kind: 'text', lines: ['Drawn at random: no check spoke against this record.'], tone: 'note' }];
  const lines = findings.flatMap((finding): Line[] => [
    [{ text: finding.title, style: 'strong' }],
    ...(finding.message === '' ? [] : [finding.message]),
  ]);
  const [family] = findings;
  if (kind === 'family' && family !== undefined) {
    const counts = countWords(records.length, family.accounts, family.tenants);
    lines.push([{ text: `${counts}; one verdict for all of them`, style: 'dim' }]);
  }
  return [{ kind: 'text', lines }];
}

/** Two examples of a family side by side, each cropped around what they share. */
export function comparisonBlock(finding: ReviewFinding, left: ShownRecord, right: ShownRecord): Block | undefined {
  const [a, b] = [exampleOf(finding, left), exampleOf(finding, right)];
  return a === undefined || b === undefined ? undefined : { kind: 'comparison', left: a, right: b };
}

function exampleOf({ phrase, wording }: ReviewFinding, { conversation, label }: ShownRecord): Excerpt | undefined {
  if (conversation === undefined) return undefined;
  return excerptOf(conversation, { title: 'example', label, where: '' }, { phrase, wording });
}

/** Where a record comes from, in one line. */
export function provenanceBlock({ label, provenance }: ShownRecord): Block {
  const parts = provenance.map(([name, value]) => `${name} ${value}`).join(', ');
  return {
    kind: 'text',
    lines: [
      [
        { text: label, style: 'code' },
        { text: `  ${parts === '' ? 'no provenance' : parts}`, style: 'dim' },
      ],
    ],
  };
}
