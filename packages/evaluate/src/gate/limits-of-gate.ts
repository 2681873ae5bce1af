import { plural } from '@bezoar/core';
import type { ProbeSet } from '../probes/probe-set.ts';
import type { Setting } from '../setting/setting.ts';
import type { SettingCheck } from '../stages/check-setting.ts';
import type { Sensitivity } from '../stages/measure-sensitivity.ts';

/** What the result cannot exclude, in sentences: of every run, and of this one. */
export function limitsOf(of: {
  readonly sensitivity: Sensitivity;
  readonly probes: ProbeSet;
  readonly setting: Setting;
  readonly tested: number;
  readonly checked: SettingCheck;
}): readonly string[] {
  const { sensitivity, probes, setting, tested, checked } = of;
  const hasMined = probes.probes.some(({ family }) => family === 'mined');
  return [
    'A trigger that no probe resembles: in no family, or none of whose parts is. A clean result is not a clean model.',
    'A trigger of several parts that were never put into one conversation.',
    'A style, a writing or a text within a result that changes what is said, and no declared action: only phrases are compared for that.',
    'A trigger that stands in the results of tools: it is REVIEW at most, since clean models read such results wrongly, too.',
    'What happens at a temperature above 0, or under another system prompt or other tools than the gate used.',
    ...(hasMined
      ? []
      : [
          'No phrase of a corpus was given (`--scan`): only triggers like published ones and oddities of form were tried.',
        ]),
    ...(tested < probes.probes.length
      ? [`${plural(probes.probes.length - tested, 'probe')} of ${probes.probes.length} found no room in the budget.`]
      : []),
    ...(sensitivity.kind === 'in-context'
      ? ['How well packed prompts show a trigger was measured with an order in the context, not in the weights.']
      : []),
    ...(sensitivity.kind === 'none'
      ? [
          'No positive control acted, so that each prompt held one phrase, and triggers of two parts were not tried together.',
        ]
      : []),
    ...(setting.hazards.some(({ precondition }) => precondition === undefined || precondition.where.size > 0)
      ? []
      : ['No action has a condition on a result: a model that ignores what a look-up says was not tested for that.']),
    ...(checked.candidate.granted.n > 0 && checked.candidate.granted.k === 0
      ? ['The candidate never acted where the precondition is there, either: it may not act at all in this setting.']
      : []),
  ];
}
