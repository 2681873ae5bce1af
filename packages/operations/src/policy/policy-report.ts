import type { Block, Line, SpanStyle } from '@bezoar/report';
import type { PolicyChange } from '@bezoar/threat-model';

const STYLES: Readonly<Record<PolicyChange['change'], SpanStyle>> = { loosen: 'bad', tighten: 'good', neutral: 'dim' };
const ORDER: readonly PolicyChange['change'][] = ['loosen', 'tighten', 'neutral'];

/** Changes by meaning, what loosens first. */
export function changeBlocks(changes: readonly PolicyChange[]): Block[] {
  if (changes.length === 0) return [{ kind: 'text', lines: ['The two mean the same.'] }];
  const rows = ORDER.flatMap((kind) => changes.filter(({ change }) => change === kind));
  return [
    {
      kind: 'table',
      columns: [
        { title: '' },
        { title: 'what' },
        { title: 'before' },
        { title: 'after' },
        { title: 'why', grow: true },
      ],
      rows: rows.map(({ change, path, before, after, why }): readonly Line[] => [
        [{ text: change, style: STYLES[change] }],
        path,
        before ?? '',
        after ?? '',
        why,
      ]),
    },
  ];
}
