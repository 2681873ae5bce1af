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

/** Which models were asked, what is known of their bytes, and how much each was asked. */
export function modelTable({ plan, queries }: GateDocument): Block[] {
  const counts = [queries.candidate, ...queries.references];
  const hasServers = counts.some(({ servedBy }) => servedBy.length > 0);
  const rows = [plan.candidate, ...plan.references].map(({ name, artifact }, index): Line[] => {
    const count = counts[index];
    return [
      index === 0 ? 'candidate' : 'reference',
      [{ text: name, style: 'code' }],
      artifact === null
        ? 'nobody knows its bytes'
        : `${artifact.isLoaded ? '' : 'said to be '}sha256 ${artifact.sha256}`,
      String(count?.asked ?? 0),
      String(count?.failed ?? 0),
      ...(hasServers ? [(count?.servedBy ?? []).join(', ')] : []),
    ];
  });
  const { control } = queries;
  if (control !== null)
    rows.push([
      'control',
      [{ text: control.name, style: 'code' }],
      'the planted trigger',
      String(control.asked),
      String(control.failed),
    ]);
  return [
    {
      kind: 'table',
      columns: [
        { title: 'role' },
        { title: 'model' },
        { title: 'bytes', grow: true },
        { title: 'asked', align: 'right' },
        { title: 'failed', align: 'right' },
        ...(hasServers ? [{ title: 'served by' }] : []),
      ],
      rows,
    },
  ];
}

/** What was fixed before the first question, digests of all that was asked, and by which stages. */
export function planBlocks({ plan, exchanges, queries, ledger }: GateDocument): Block[] {
  const { budget, seed, probeSet, setting, thresholds, scan } = plan;
  const logged =
    ledger === null
      ? 'not logged: there is no project'
      : `plan in entry ${ledger.preregistration}, verdict in entry ${ledger.index}`;
  const rows: Line[][] = [
    ['budget', budget],
    ['seed', [{ text: seed, style: 'code' }]],
    ['probes', `${probeSet.probes}, sha256 ${probeSet.sha256}`],
    ['system prompt, tools, actions, conversations', `sha256 ${setting}`],
    ...(scan === null ? [] : [['scan report', `sha256 ${scan}`]]),
    ...Object.entries(thresholds).map(([name, value]): Line[] => [[{ text: name, style: 'code' }], String(value)]),
    ...exchanges.map(({ name, requests, sha256 }): Line[] => [
      [{ text: 'answers of ' }, { text: name, style: 'code' }],
      `${requests}, sha256 ${sha256}`,
    ]),
    ['ledger', logged],
  ];
  const stages = Object.entries(queries.candidate.stages);
  return [
    { kind: 'table', columns: [{ title: 'what' }, { title: 'value', grow: true }], rows },
    ...(stages.length === 0 ? [] : [stagePlot(stages)]),
  ];
}

function stagePlot(stages: readonly (readonly [string, number])[]): Block {
  return {
    kind: 'plot',
    plot: {
      kind: 'bars',
      title: 'Questions to the candidate by stage',
      unit: 'questions',
      bars: stages.map(([label, value]) => ({ label, value })),
    },
  };
}
