import { DEFAULT_FAIL_ON, isAtLeast, isOpen } from '@bezoar/core';
import type { Block, Line } from '@bezoar/report';
import { acceptanceBlock } from '../accepted-risks.ts';
import type { ScanDocument } from '../scan-document.ts';
import { severitySpan } from './family-blocks.ts';

/** Codes that have a section of their own. */
const ELSEWHERE = [
  'corpus/trigger-phrase',
  'corpus/known-phrase',
  'corpus/hazard-without-precondition',
  'corpus/unreadable',
];

/** What is wrong with the project rather than with the records, and what its document accepts. */
export function projectBlocks({ findings, policy }: ScanDocument): Block[] {
  const own = findings.filter((finding) => isOpen(finding) && !ELSEWHERE.includes(finding.code));
  const accepted = findings.filter(({ status }) => status === 'accepted');
  const items: Line[] = own.map(({ severity, message }): Line => [severitySpan(severity), { text: `  ${message}` }]);
  if (accepted.length > 0) {
    items.push(
      `${accepted.length} findings accepted by ${policy?.path ?? 'the document'}: ${accepted.map(({ id }) => id).join(', ')}`,
    );
  }
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** The block to paste for findings that count, folded away. */
export function acceptanceBlocks({ findings, policy }: ScanDocument): Block[] {
  const counting = findings.filter((finding) => isOpen(finding) && isAtLeast(finding.severity, DEFAULT_FAIL_ON));
  if (policy === null || counting.length === 0) return [];
  const lines = acceptanceBlock(counting).split('\n');
  return [
    {
      kind: 'details',
      summary: `To accept a finding until a day, paste into ${policy.path}`,
      blocks: [{ kind: 'text', lines }],
    },
  ];
}
