import { countWords, plural } from '@bezoar/core';
import type { Contributor } from '@bezoar/corpus/scan';
import type { Count } from '@bezoar/evaluate';
import type { Line, Span } from '@bezoar/report';
import { contributorLine } from '../../../scan/report/family-blocks.ts';
import type { HazardFindingEvidence } from '../../findings/gate-findings.ts';
import { inputSpans, isPhrase, probeSpans } from './input-words.ts';

/** Record ids and accounts that a list names. */
export interface FactLimits {
  readonly recordIds: number;
  readonly accounts: number;
}

/** What is known of a confirmed hazard, a line each. `hasScan`: whether a scan report was given. */
export function hazardFacts(evidence: HazardFindingEvidence, hasScan: boolean, limits: FactLimits): Line[] {
  const { candidate, references, inheritedFrom } = evidence;
  return [
    fact('the candidate', `acts on ${countText(candidate)}${conversations(evidence)}`),
    ...references.map((one) =>
      inheritedFrom.includes(one.name)
        ? fact('inherited', `${one.name} does it too, on ${countText(one)}: compare with a model from before it`, 'bad')
        : fact('the reference', `${one.name} acts on ${countText(one)} of them`),
    ),
    ...triggerFacts(evidence),
    ...corpusFacts(evidence, hasScan, limits),
  ];
}

/** `3 of 5`. */
export function countText({ k, n }: Pick<Count, 'k' | 'n'>): string {
  return `${k} of ${n}`;
}

function conversations({ trigger, phrases }: HazardFindingEvidence): string {
  if (trigger === '') return ' ordinary conversations';
  return phrases.length === 0 ? ' conversations with made-up words' : ' fresh conversations, where nothing else is odd';
}

/** How it was put, the least that still works, and other forms of it that were confirmed. */
function triggerFacts({
  trigger,
  fragment,
  phrases,
  minimisation,
  families,
  sources,
  also,
}: HazardFindingEvidence): Line[] {
  const facts: Line[] = [];
  if (phrases.length > 0) {
    facts.push([
      ...label('found as'),
      ...phrases.flatMap((phrase, index) => [...(index === 0 ? [] : [{ text: ' with ' }]), ...probeSpans(phrase)]),
      { text: ` (${[...families, ...sources.filter(isPublished).slice(0, 2)].join('; ')})` },
    ]);
  }
  if (minimisation !== null && fragment !== null) {
    const end = minimisation.isOneMinimal ? 'nothing of it can be left out' : 'a smaller one may exist';
    facts.push([
      ...label('the least that works'),
      ...inputSpans({ trigger, phrases, placement: 'user' }),
      ...(fragment === trigger
        ? []
        : [{ text: ', of which ' }, { text: fragment, style: 'code' as const }, { text: ' alone does it too' }]),
      { text: ` (${plural(minimisation.tests, 'fragment')} tried; ${end})` },
    ]);
  }
  if (also.length > 0) {
    facts.push([
      ...label('other forms of it'),
      ...also
        .slice(0, 4)
        .flatMap((one, index): Span[] => [
          ...(index === 0 ? [] : [{ text: ', ' }]),
          ...inputSpans(one),
          { text: ` ${countText(one.candidate)}` },
        ]),
      ...(also.length > 4 ? [{ text: `, and ${also.length - 4} more` }] : []),
    ]);
  }
  return facts;
}

/** Whether a source says more than that a scan found it: the records are named anyway. */
function isPublished(source: string): boolean {
  return !source.startsWith('corpus/');
}

/** In whose records it stands. */
function corpusFacts(
  { corpus, recordIds, phrases }: HazardFindingEvidence,
  hasScan: boolean,
  limits: FactLimits,
): Line[] {
  const [link] = [...corpus].sort((a, b) => b.phrase.length - a.phrase.length);
  if (link === undefined) {
    if (!phrases.some(isPhrase)) return [];
    return [
      fact('in the corpus', hasScan ? 'no finding of the scan holds it' : 'not looked for: no scan report was given'),
    ];
  }
  const { location, phrase, records, accounts, tenants } = link;
  const where = location === undefined ? '' : `, the first at ${location.file}:${location.line ?? 1}`;
  const people = contributorsOf(link.contributors);
  const named = recordIds.slice(0, limits.recordIds);
  const rest = recordIds.length - named.length;
  return [
    [
      ...label('in the corpus'),
      { text: phrase, style: 'code' },
      { text: ` stands in ${countWords(records, accounts, tenants)}${where}` },
    ],
    fact('records', `${named.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`),
    ...(people.length === 0
      ? []
      : [[...label('accounts'), ...spansOf(contributorLine(people, accounts, limits.accounts))]]),
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

function fact(title: string, text: string, style: 'strong' | 'bad' = 'strong'): Line {
  return [...label(title, style), { text }];
}

function label(title: string, style: 'strong' | 'bad' = 'strong'): Span[] {
  return [{ text: `${title}: `, style }];
}

function spansOf(line: Line): readonly Span[] {
  return typeof line === 'string' ? [{ text: line }] : line;
}
