import type { Block, Line } from '@bezoar/report';
import { severitySpan } from '../../scan/report/family-blocks.ts';
import type { GateDocument } from '../gate-document.ts';
import { gateHeadline } from './gate-headline.ts';

/** A gate on one screen. */
export function gateBlocks(document: GateDocument): Block[] {
  const { verdict, tone, sentence } = gateHeadline(document);
  const blocks: Block[] = [
    {
      kind: 'text',
      lines: [
        [{ text: `${verdict}  `, style: tone }, ...(typeof sentence === 'string' ? [{ text: sentence }] : sentence)],
      ],
    },
  ];
  if (document.findings.length > 0) {
    blocks.push({
      kind: 'list',
      items: document.findings.map(({ severity, message }): Line => [severitySpan(severity), { text: `  ${message}` }]),
    });
  }
  blocks.push(
    { kind: 'heading', level: 2, text: 'What this gate cannot exclude' },
    { kind: 'list', items: document.limits },
    { kind: 'command', command: document.replay, note: 'asks the same again' },
  );
  return blocks;
}
