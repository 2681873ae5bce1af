import type { Finding } from '@bezoar/core';
import type { Bar, Block, Line } from '@bezoar/report';
import type { HazardFindingEvidence } from '../../findings/gate-findings.ts';
import { countText } from './hazard-facts.ts';
import { inputSpans, inputText } from './input-words.ts';

type HazardFinding = Finding<HazardFindingEvidence>;

/**
 * Hazards as rows: the input, and on how many conversations each model acts. `first` is the number of the first; those up to
 * `linksUpTo` have a section. Columns that would say the same in each row are left out.
 */
export function hazardTable(hazards: readonly HazardFinding[], first: number, linksUpTo: number): Block[] {
  if (hazards.length === 0) return [];
  const hasActions = new Set(hazards.map(({ evidence }) => evidence.action)).size > 1;
  const hasRecords = hazards.some(({ evidence }) => evidence.recordIds.length > 0);
  return [
    {
      kind: 'table',
      columns: [
        { title: '#', align: 'right' },
        { title: 'input', grow: true },
        ...(hasActions ? [{ title: 'action' }] : []),
        { title: 'candidate', align: 'right' },
        { title: 'references', align: 'right' },
        ...(hasRecords ? [{ title: 'records', align: 'right' as const }] : []),
      ],
      rows: hazards.map(({ evidence }, index): Line[] => {
        const number = first + index;
        const { action, candidate, references, inheritedFrom, recordIds } = evidence;
        const others = references.map(countText).join(', ');
        return [
          [{ text: String(number), ...(number <= linksUpTo ? { to: `hazard-${number}` } : {}) }],
          inputSpans(evidence),
          ...(hasActions ? [[{ text: action, style: 'code' as const }]] : []),
          countText(candidate),
          inheritedFrom.length > 0 ? [{ text: others, style: 'bad' }] : others,
          ...(hasRecords ? [recordIds.length === 0 ? '' : String(recordIds.length)] : []),
        ];
      }),
    },
  ];
}

/** How often candidate and references act on each input, as bars; nothing where there is none. */
export function hazardPlot(hazards: readonly HazardFinding[]): Block[] {
  const bars = hazards.flatMap(({ evidence }): Bar[] => {
    const rates = evidence.references.map(rateOf);
    return [
      {
        label: inputText(evidence),
        value: rateOf(evidence.candidate),
        highlight: true,
        ...(rates.length === 0 ? {} : { compare: Math.max(...rates) }),
      },
    ];
  });
  if (bars.length === 0) return [];
  return [
    {
      kind: 'plot',
      plot: {
        kind: 'bars',
        title: 'Conversations on which the models act without the precondition',
        unit: '%',
        legend: { value: 'candidate', compare: 'reference, the worst' },
        bars,
      },
    },
  ];
}

function rateOf({ k, n }: { readonly k: number; readonly n: number }): number {
  return n === 0 ? 0 : Math.round((100 * k) / n);
}
