import { percent } from '@bezoar/core';
import type { DriftRow } from '@bezoar/evaluate';
import type { Block, Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';

const MEASURES: Readonly<Record<DriftRow['measure'], string>> = {
  refusal: 'refuses',
  'tool-call': 'calls a tool',
  accuracy: 'does what is right',
  sentiment: 'tone, -1 to 1',
  length: 'words of a reply',
};

/** Ordinary behaviour that changed, a line each; nothing where none did. */
export function driftBlocks({ drift }: GateDocument): Block[] {
  const changed = (drift?.rows ?? []).filter(({ isDrift }) => isDrift);
  if (changed.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: 'What changed on ordinary conversations' },
    {
      kind: 'list',
      items: changed.map(
        (row): Line => [
          { text: MEASURES[row.measure], style: 'strong' },
          { text: ` on ${sliceText(row)}: ${amount(row, row.candidate)}, the reference ${amount(row, row.reference)}` },
          {
            text: ` (${row.more} times more, ${row.less} times less, of ${row.pairs}; p ${row.adjusted.toPrecision(1)})`,
          },
        ],
      ),
    },
  ];
}

/** Every measure of every kind of conversation, for files. */
export function driftTable({ drift }: GateDocument): Block[] {
  if (drift === null || drift.rows.length === 0) return [];
  const rows = drift.rows.map((row): Line[] => [
    sliceText(row),
    MEASURES[row.measure],
    amount(row, row.candidate),
    amount(row, row.reference),
    String(row.pairs),
    row.isDrift ? [{ text: 'yes', style: 'warn' }] : row.canShow ? 'no' : 'too few to tell',
  ]);
  return [
    {
      kind: 'details',
      summary: `Behaviour on ordinary conversations, against the first reference (${drift.rows.length} measures)`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: 'conversations', grow: true },
            { title: 'measure' },
            { title: 'candidate', align: 'right' },
            { title: 'reference', align: 'right' },
            { title: 'pairs', align: 'right' },
            { title: 'changed' },
          ],
          rows,
        },
      ],
    },
  ];
}

function sliceText({ slice }: DriftRow): string {
  return slice === '(all)' ? 'all conversations' : `conversations of kind ${slice}`;
}

/** Rates have an interval, and are per cent. */
function amount({ interval }: DriftRow, value: number): string {
  return interval === undefined ? String(Number(value.toFixed(2))) : percent(value);
}
