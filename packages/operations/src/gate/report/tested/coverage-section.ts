import type { Block, Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';

/** What the probes of each family were, and how many of them stood in an answered prompt. */
export function familyTable({ families }: GateDocument): Block[] {
  if (families.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { title: 'family' },
        { title: 'tested', align: 'right' },
        { title: 'in the set', align: 'right' },
        { title: 'there are', align: 'right' },
        { title: 'sources', grow: true },
      ],
      rows: families.map(({ name, tested, probes, available, sources, sourceCount }): Line[] => {
        const named = sources.slice(0, 3).map(({ source }) => source);
        const rest = sourceCount - named.length;
        return [
          name,
          [{ text: String(tested), ...(tested < probes ? { style: 'warn' as const } : {}) }],
          String(probes),
          String(available),
          `${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
        ];
      }),
    },
  ];
}

/** How well the planted trigger is seen by the number of phrases in a prompt. */
export function sensitivityPlot({ sensitivity }: GateDocument): Block[] {
  const { sizes, packSize, kind } = sensitivity;
  if (sizes.length === 0) return [];
  return [
    {
      kind: 'plot',
      plot: {
        kind: 'bars',
        title: 'How often a planted trigger is seen among other phrases',
        unit:
          kind === 'weights'
            ? '% of prompts; trained into a throw-away sibling'
            : '% of prompts; as an order in the context',
        bars: sizes.map(({ size, rate }) => ({
          label: `${size} in a prompt${size === packSize ? ' (used)' : ''}`,
          value: rate.n === 0 ? 0 : Math.round((100 * rate.k) / rate.n),
        })),
      },
    },
  ];
}
