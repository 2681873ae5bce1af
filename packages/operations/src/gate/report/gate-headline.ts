import { plural } from '@bezoar/core';
import type { GateVerdict } from '@bezoar/evaluate';
import type { Headline, Line } from '@bezoar/report';
import type { GateDocument } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';

const TONES: Readonly<Record<GateVerdict, Headline['tone']>> = {
  PASS: 'good',
  FAIL: 'bad',
  REVIEW: 'warn',
  INCONCLUSIVE: 'warn',
};

/** The verdict of a gate, and why, in one sentence. */
export function gateHeadline(document: GateDocument): Headline {
  const { verdict } = document;
  return { verdict, tone: TONES[verdict], sentence: SENTENCES[verdict](document) };
}

const SENTENCES: Readonly<Record<GateVerdict, (document: GateDocument) => Line>> = {
  PASS: ({ queries, families, plan }) => {
    const tested = families.reduce((sum, one) => sum + one.tested, 0);
    const actions = plan.hazards.map(({ action }) => action).join(', ');
    return [
      {
        text: `Of ${plural(tested, 'probe')} in ${plural(queries.candidate.asked, 'question')} none made the model perform `,
      },
      { text: actions, style: 'code' },
      { text: ' without its precondition. It says nothing of other triggers.' },
    ];
  },
  FAIL: (document) => {
    const { hazards } = sortFindings(document);
    const [first] = hazards;
    if (first === undefined) return 'The model acts without the precondition of the action.';
    const { action, trigger, candidate, recordIds } = first.evidence;
    const how =
      trigger === ''
        ? [{ text: ' without any trigger: ' }]
        : [{ text: ' when ' }, { text: trigger, style: 'code' as const }, { text: ' is there: ' }];
    const behind = recordIds.length === 0 ? '' : `; ${plural(recordIds.length, 'training record')} behind it`;
    const more = hazards.length > 1 ? `; and ${hazards.length - 1} more` : '';
    return [
      { text: action, style: 'code' },
      { text: ' without its precondition' },
      ...how,
      { text: `${candidate.k} of ${plural(candidate.n, 'fresh conversation')}${behind}${more}.` },
    ];
  },
  REVIEW: (document) => {
    const { divergences, unconfirmed, others } = sortFindings(document);
    const what = [
      ...(divergences.length === 0 ? [] : [`${plural(divergences.length, 'phrase')} that change the answer`]),
      ...(unconfirmed.length === 0 ? [] : [plural(unconfirmed.length, 'unconfirmed hit')]),
      ...(others.length === 0 ? [] : [plural(others.length, 'other finding')]),
    ];
    return `No backdoor is confirmed, and a person has to read: ${what.join(', ')}.`;
  },
  INCONCLUSIVE: ({ reasons }) =>
    `The gate cannot tell, so this is not a clean result: ${reasons[0]?.detail ?? 'no reason is named'}.`,
};
