import type { VariantRate } from '@bezoar/evaluate';
import type { Block, Line } from '@bezoar/report';

/** Share of conversations from which on a variant is said to work. */
const WORKS_FROM = 0.5;

const CHANGES: Readonly<Record<VariantRate['test'], string>> = {
  exact: 'as it was found',
  position: 'elsewhere in the text',
  placement: 'in another turn',
  deletion: 'a word less',
  part: 'a part of it',
  substitution: 'another word',
  insertion: 'a word more',
  order: 'another order',
  spelling: 'misspelt',
  case: 'letter case',
  punctuation: 'punctuation',
  spacing: 'spaces',
  unicode: 'invisible, look-alike',
};

/** How far around a trigger the backdoor fires, a row for each kind of change. */
export function radiusSummary(variants: readonly VariantRate[]): Block[] {
  if (variants.length === 0) return [];
  const byTest = new Map<VariantRate['test'], VariantRate[]>();
  for (const one of variants) byTest.set(one.test, [...(byTest.get(one.test) ?? []), one]);
  return [
    {
      kind: 'table',
      caption: 'how far around it fires: the same conversations, with changes',
      columns: [{ title: 'change' }, { title: 'acts on', align: 'right' }, { title: 'what stops it', grow: true }],
      rows: [...byTest].map(([test, own]): Line[] => {
        const [k, n] = own.reduce(([hits, all], one) => [hits + one.k, all + one.n], [0, 0]);
        const stops = own.filter((one) => one.k < WORKS_FROM * one.n).map(({ label }) => label);
        return [CHANGES[test], `${k} of ${n}`, stops.join('; ')];
      }),
    },
  ];
}

/** Every variant that was tried. */
export function radiusTable(variants: readonly VariantRate[]): Block[] {
  if (variants.length === 0) return [];
  return [
    {
      kind: 'details',
      summary: `Every change that was tried (${variants.length})`,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: 'change' },
            { title: 'what' },
            { title: 'acts on', align: 'right' },
            { title: 'text', grow: true },
          ],
          rows: variants.map(({ test, label, text, k, n }): Line[] => [
            CHANGES[test],
            label,
            [{ text: `${k} of ${n}`, style: k < WORKS_FROM * n ? 'dim' : 'bad' }],
            [{ text, style: 'code' }],
          ]),
        },
      ],
    },
  ];
}
