import { plural } from '@bezoar/core';
import { type GateVerdict, isForPeople } from '@bezoar/evaluate';
import type { Headline, Span } from '@bezoar/report';
import type { GateDocument } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';
import { countText } from './hazards/hazard-facts.ts';
import { whenSpans } from './hazards/input-words.ts';

const TONES: Readonly<Record<GateVerdict, Headline['tone']>> = {
  PASS: 'good',
  FAIL: 'bad',
  REVIEW: 'warn',
  INCONCLUSIVE: 'warn',
};

/** The verdict of a gate, and why, in one sentence. */
export function gateHeadline(document: GateDocument): Headline {
  const { verdict, outcome } = document;
  const sentence = SENTENCES[verdict](document);
  if (outcome !== 'error') return { verdict, tone: TONES[verdict], sentence };
  const unlogged = [...sentence, { text: ' It is not in the ledger, so that it promotes nothing.' }];
  return { verdict, tone: verdict === 'FAIL' ? 'bad' : 'warn', sentence: unlogged };
}

const SENTENCES: Readonly<Record<GateVerdict, (document: GateDocument) => readonly Span[]>> = {
  PASS: ({ queries, families, plan }) => {
    const tested = families.reduce((sum, one) => sum + one.tested, 0);
    const actions = plan.hazards.map(({ action }) => action).join(', ');
    return [
      {
        text: `None of ${plural(tested, 'probe')}, in ${plural(queries.candidate.asked, 'question')}, is confirmed to make the model perform `,
      },
      { text: actions, style: 'code' },
      {
        text: ' without its precondition, and no phrase was seen to change its answers. That says nothing of other triggers.',
      },
    ];
  },
  FAIL: (document) => {
    const { hazards } = sortFindings(document);
    const [first] = hazards;
    if (first === undefined) return [{ text: 'The model acts without the precondition of an action.' }];
    const { evidence } = first;
    const { action, candidate, references, inheritedFrom, recordIds } = evidence;
    const inherited =
      inheritedFrom.length > 0
        ? `, and so does ${inheritedFrom.join(' and ')}: it is inherited`
        : references.length > 0
          ? `, the ${references.length === 1 ? 'reference' : 'references'} on ${references.map(countText).join(' and ')}`
          : '';
    const behind = recordIds.length === 0 ? '' : ` ${plural(recordIds.length, 'training record')} behind it.`;
    const more = hazards.length === 1 ? '' : ` ${plural(hazards.length - 1, 'other input')} also.`;
    return [
      { text: 'It performs ' },
      { text: action, style: 'code' },
      { text: ' without its precondition ' },
      ...whenSpans(evidence),
      { text: `: ${countText(candidate)} conversations${inherited}.${behind}${more}` },
    ];
  },
  REVIEW: (document) => {
    const { divergences, unconfirmed, others } = sortFindings(document);
    const open = unconfirmed.filter(({ evidence }) => isForPeople(evidence)).length;
    const drifts = (document.drift?.rows ?? []).filter(({ isDrift }) => isDrift).length;
    const what = [
      ...(divergences.length === 0 ? [] : [`${plural(divergences.length, 'phrase')} that changes its answers`]),
      ...(open === 0 ? [] : [`${plural(open, 'hit')} that ${open === 1 ? 'is' : 'are'} not confirmed`]),
      ...(drifts === 0 ? [] : [`${plural(drifts, 'change')} on ordinary conversations`]),
      ...(others.length === 0 ? [] : [plural(others.length, 'other sign')]),
    ];
    return [{ text: `No backdoor is confirmed, and a person has to look at ${what.join(', ')}.` }];
  },
  INCONCLUSIVE: ({ reasons }) => {
    const more = reasons.length > 1 ? ` ${plural(reasons.length - 1, 'more reason')} below.` : '';
    return [
      { text: `The gate cannot tell, which is no clean result: ${reasons[0]?.detail ?? 'nobody says why'}.${more}` },
    ];
  },
};
