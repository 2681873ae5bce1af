import { plural } from '@bezoar/core';
import type { Count } from '@bezoar/evaluate';
import type { Line, Span } from '@bezoar/report';
import type { HazardFindingEvidence } from '../../findings/gate-findings.ts';
import { corpusFacts, type FactLimits } from './corpus-facts.ts';
import { fact, label } from './fact-line.ts';
import { inputSpans, probeSpans } from './input-words.ts';

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
