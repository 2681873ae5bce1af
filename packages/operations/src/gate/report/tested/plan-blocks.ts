import type { Block, Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';

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
