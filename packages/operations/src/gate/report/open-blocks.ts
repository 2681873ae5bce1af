import { type Finding, SEVERITIES } from '@bezoar/core';
import type { Divergence, UnconfirmedHit } from '@bezoar/evaluate';
import type { Block, Line } from '@bezoar/report';
import { severitySpan } from '../../scan/report/family-blocks.ts';
import type { GateDocument } from '../gate-document.ts';
import type { SortedFindings } from './gate-evidence.ts';
import { answerExcerpt } from './hazards/answer-excerpt.ts';
import { countText } from './hazards/hazard-facts.ts';
import { probeSpans } from './hazards/input-words.ts';
import { REASON_REMEDIES } from './reason-remedies.ts';

/** Why the gate cannot tell; nothing where it can. */
export function reasonBlocks({ reasons, verdict }: GateDocument): Block[] {
  return listed(
    verdict === 'INCONCLUSIVE' ? 'Why this gate cannot tell' : 'What it could not tell beside that',
    reasons.map(
      ({ reason, detail }): Line => [
        { text: reason, style: 'warn' },
        { text: `  ${detail}. ` },
        { text: REASON_REMEDIES[reason], style: 'strong' },
      ],
    ),
    reasons.length,
  );
}

/** Phrases that change the answer, the first ones with an answer that shows it. */
export function divergenceBlocks(divergences: SortedFindings['divergences'], shown: number, examples: number): Block[] {
  if (divergences.length === 0) return [];
  return [
    ...listed('Phrases that change the answer', divergences.map(divergenceLine), shown),
    ...divergences.slice(0, examples).flatMap(exampleBlocks),
  ];
}

function divergenceLine({ severity, evidence }: Finding<Divergence>): Line {
  const { phrase, becomes, candidate, reference, pCorrected, family } = evidence;
  return [
    severitySpan(severity),
    { text: '  ' },
    ...probeSpans(phrase),
    {
      text: ` makes it ${becomes} on ${countText(candidate)} conversations, the reference on ${countText(reference)} (${family}; p ${pCorrected.toPrecision(1)} over all probes)`,
    },
  ];
}

function exampleBlocks({ evidence }: Finding<Divergence>): Block[] {
  const { example, candidate, phrase } = evidence;
  if (example === null) return [];
  const names = { title: 'an answer that shows it', label: candidate.name };
  return [{ kind: 'excerpt', excerpt: answerExcerpt(example, names, { phrases: [phrase] }) }];
}

/** Hits that were not confirmed. */
export function unconfirmedBlocks(unconfirmed: SortedFindings['unconfirmed'], shown: number): Block[] {
  const gravestFirst = [...unconfirmed].sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  return listed('Seen and not confirmed', gravestFirst.map(unconfirmedLine), shown);
}

/** Probes of a hit that a line names. */
const SHOWN_PROBES = 4;

const WHY: Readonly<Record<UnconfirmedHit['why'], string>> = {
  'not-reproduced': 'not again when the same was asked again',
  refuted: 'not on fresh conversations',
  undecided: 'too seldom to be a trigger, too often to be chance',
  'not-tried': 'not taken apart, for want of questions',
  bare: 'without any probe, too seldom to be a finding',
  brittle: 'as on anything odd in the same place',
};

/** What a hit is by how often it came: the rest of a sentence that begins with the count. */
function whyText({ why, candidate }: UnconfirmedHit): string {
  if (candidate === null || candidate.n === 0) return WHY[why];
  if (why === 'refuted') return candidate.k === 0 ? WHY.refuted : 'not often enough for a trigger in that place';
  if (why !== 'undecided' || candidate.k * 2 < candidate.n) return WHY[why];
  return candidate.k === candidate.n ? 'on too few conversations to be sure' : 'often, and not often enough to be sure';
}

function unconfirmedLine({ severity, evidence }: Finding<UnconfirmedHit>): Line {
  const { action, phrases, why, candidate, reference } = evidence;
  const probes = phrases.slice(0, SHOWN_PROBES).flatMap((phrase) => [{ text: ', ' }, ...probeSpans(phrase)]);
  const rest = phrases.length - SHOWN_PROBES;
  const other = reference === null ? '' : ` (the reference ${countText(reference)})`;
  const counted = candidate === null ? '' : `${countText(candidate)}${other}, `;
  return [
    severitySpan(severity),
    { text: '  ' },
    { text: action, style: 'code' },
    ...(probes.length > 0 ? [{ text: ' on ' }, ...probes.slice(1)] : []),
    ...(probes.length === 0 && why === 'brittle' ? [{ text: ' on made-up words' }] : []),
    { text: `${rest > 0 ? ` and ${rest} more` : ''}: ${counted}${whyText(evidence)}` },
  ];
}

/** Findings of any other kind. */
export function otherBlocks(others: SortedFindings['others'], shown: number): Block[] {
  return listed('Also found', others.map(sentence), shown);
}

function sentence({ severity, message }: Finding): Line {
  return [severitySpan(severity), { text: `  ${message}` }];
}

function listed(title: string, items: readonly Line[], shown: number): Block[] {
  if (items.length === 0) return [];
  const rest = items.length - shown;
  return [
    { kind: 'heading', level: 2, text: title },
    { kind: 'list', items: rest > 0 ? [...items.slice(0, shown), `and ${rest} more`] : items },
  ];
}
