import { plural } from '@bezoar/core';
import type { CapabilityReport, Observation } from '@bezoar/evaluate';
import type { Block, Line } from '@bezoar/report';
import type { GateDocument } from '../../gate-document.ts';

/** What endpoints and commands were seen to do, whatever they claim; nothing where none was asked. */
export function capabilityTable({ capabilities }: GateDocument): Block[] {
  if (capabilities.length === 0) return [];
  const row = (title: string, of: (report: CapabilityReport) => Line): Line[] => [
    title,
    ...capabilities.map(({ report }) => of(report)),
  ];
  const seen = (title: string, of: (report: CapabilityReport) => Observation): Line[] =>
    row(title, (report) => observed(of(report)));
  const faults = capabilities.flatMap(({ name, report }) =>
    report.faults.map(({ question, code, message }) => `${name}, ${question}: ${code}, ${message}`),
  );
  return [
    {
      kind: 'table',
      caption: 'what was seen by asking',
      columns: [{ title: '' }, ...capabilities.map(({ name }) => ({ title: name }))],
      rows: [
        seen('answers', ({ answers }) => answers),
        seen('calls tools', ({ tools }) => tools),
        seen('tools reach the prompt', ({ toolsInPrompt }) => toolsInPrompt),
        row('the same at temperature 0', ({ deterministic, reruns }) =>
          deterministic === 'not-asked'
            ? observed(deterministic)
            : `${plural(reruns.distinct, 'answer')} in ${reruns.asked} reruns`,
        ),
        seen('heeds the seed', ({ seed }) => seed),
        seen('log-probabilities', ({ logprobs }) => logprobs),
        seen('raw completions', ({ completions }) => completions),
      ],
    },
    ...(faults.length === 0
      ? []
      : [
          {
            kind: 'details' as const,
            summary: `What was refused or failed (${faults.length})`,
            blocks: [{ kind: 'list' as const, items: faults }],
          },
        ]),
  ];
}

function observed(what: Observation): Line {
  if (what === 'observed') return [{ text: 'yes', style: 'good' }];
  return what === 'not-asked' ? 'not asked' : [{ text: what === 'not-observed' ? 'not seen' : what, style: 'warn' }];
}
