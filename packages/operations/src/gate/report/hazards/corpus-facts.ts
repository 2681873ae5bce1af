import { countWords } from '@bezoar/core';
import type { Contributor } from '@bezoar/corpus/scan';
import type { Line, Span } from '@bezoar/report';
import { contributorLine } from '../../../scan/report/family-blocks.ts';
import type { HazardFindingEvidence } from '../../findings/gate-findings.ts';
import { fact, label } from './fact-line.ts';
import { isPhrase } from './input-words.ts';

/** Record ids and accounts that a list names. */
export interface FactLimits {
  readonly recordIds: number;
  readonly accounts: number;
}

/** Findings of the scan that a list names: one for each part of a trigger, most often. */
const SHOWN_LINKS = 3;

type Link = HazardFindingEvidence['corpus'][number];

/** In whose records a trigger stands; nothing for what can stand in none. */
export function corpusFacts(
  { corpus, recordIds, phrases }: HazardFindingEvidence,
  hasScan: boolean,
  limits: FactLimits,
): Line[] {
  const links = [...corpus].sort((a, b) => b.records - a.records);
  const [first] = links;
  if (first === undefined) {
    if (!phrases.some(isPhrase)) return [];
    return [
      fact('in the corpus', hasScan ? 'no finding of the scan holds it' : 'not looked for: no scan report was given'),
    ];
  }
  const people = contributorsOf(first.contributors);
  const named = recordIds.slice(0, limits.recordIds);
  const rest = recordIds.length - named.length;
  return [
    ...links.slice(0, SHOWN_LINKS).map(linkLine),
    fact('records', `${named.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`),
    ...(people.length === 0
      ? []
      : [[...label('accounts'), ...spansOf(contributorLine(people, first.accounts, limits.accounts))]]),
  ];
}

function linkLine({ phrase, records, accounts, tenants, location }: Link): Line {
  const where = location === undefined ? '' : `, the first at ${location.file}:${location.line ?? 1}`;
  return [
    ...label('in the corpus'),
    { text: phrase, style: 'code' },
    { text: ` stands in ${countWords(records, accounts, tenants)}${where}` },
  ];
}

/** Contributors of a scan report. Attacker controls: the file may hold anything in their place. */
function contributorsOf(values: readonly unknown[]): Contributor[] {
  return values.flatMap((value): Contributor[] => {
    const { tenant, account, records } = (value ?? {}) as Readonly<Record<string, unknown>>;
    const isRead = typeof tenant === 'string' && typeof account === 'string' && typeof records === 'number';
    return isRead ? [{ tenant, account, records }] : [];
  });
}

function spansOf(line: Line): readonly Span[] {
  return typeof line === 'string' ? [{ text: line }] : line;
}
