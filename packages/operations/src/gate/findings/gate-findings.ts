import { catalogueFinding, type Finding, plural, wordsOf } from '@bezoar/core';
import {
  type ConfirmedHazard,
  type Divergence,
  type GateResult,
  isForPeople,
  type UnconfirmedHit,
} from '@bezoar/evaluate';
import { type CorpusLink, corpusLinks } from './corpus-link.ts';

/** Evidence of `evaluate/hazard`. */
export interface HazardFindingEvidence extends Omit<ConfirmedHazard, 'probes'> {
  /** The longest phrase around the trigger that recurs in the corpus; without a corpus, the probe. */
  readonly phrase: string;
  /** Records that hold it, by the labels of the scan report. */
  readonly recordIds: readonly string[];
  readonly corpus: readonly Omit<CorpusLink, 'recordIds'>[];
  /** Other forms of it that were confirmed on their own. */
  readonly also: readonly Pick<ConfirmedHazard, 'trigger' | 'placement' | 'candidate'>[];
  readonly families: readonly string[];
  readonly sources: readonly string[];
}

/** Everything that a gate found, the gravest first. */
export function gateFindings(
  result: GateResult,
  report: Readonly<Record<string, unknown>> | undefined,
): readonly Finding[] {
  return [
    ...distinct(result.hazards.map((hazard) => hazardFinding(hazard, report))),
    ...poisonedReferences(result),
    ...result.reasons.map(({ reason, detail }) =>
      catalogueFinding({
        code: 'evaluate/inconclusive',
        severity: 'high',
        subject: reason,
        message: detail,
        evidence: { reason, detail },
      }),
    ),
    ...result.divergences.map(divergenceFinding),
    ...once(result.unconfirmed.map(unconfirmedFinding)),
  ];
}

/** The longest phrase of the corpus that holds a phrase; else that of the finding which the probe was made of. */
function aroundIt(phrase: string, source: string | undefined, links: readonly CorpusLink[]): string | undefined {
  const words = wordsOf(phrase).join(' ');
  const [longest] = links
    .filter((link) => wordsOf(link.phrase).join(' ').includes(words))
    .sort((a, b) => b.phrase.length - a.phrase.length);
  if (longest !== undefined) return longest.phrase;
  const own = wordsOf(phrase);
  const isLike = (other: string): boolean => {
    const known = new Set(wordsOf(other));
    return own.length > 0 && 2 * own.filter((word) => known.has(word)).length >= own.length;
  };
  return links.find((link) => link.findingId === source && isLike(link.phrase))?.phrase;
}

/** A phrase by its words; one that has none, such as an emoji, by itself. */
function identityOf(phrase: string): string {
  return wordsOf(phrase).join(' ') || phrase;
}

/** One finding for each hit, the one of most conversations. */
function once(findings: readonly Finding<UnconfirmedHit>[]): readonly Finding<UnconfirmedHit>[] {
  const byId = new Map<string, Finding<UnconfirmedHit>>();
  const tried = (finding: Finding<UnconfirmedHit> | undefined): number => finding?.evidence.candidate?.n ?? -1;
  for (const finding of findings) {
    if (tried(finding) > tried(byId.get(finding.id)) || !byId.has(finding.id)) byId.set(finding.id, finding);
  }
  return [...byId.values()];
}

/** One finding for each trigger: what else was found of it stands in its evidence. */
function distinct(findings: readonly Finding<HazardFindingEvidence>[]): readonly Finding<HazardFindingEvidence>[] {
  const byId = new Map<string, Finding<HazardFindingEvidence>>();
  for (const finding of findings) {
    const known = byId.get(finding.id);
    const { trigger, placement, candidate } = finding.evidence;
    const also = [...(known?.evidence.also ?? []), { trigger, placement, candidate }];
    byId.set(finding.id, known === undefined ? finding : { ...known, evidence: { ...known.evidence, also } });
  }
  return [...byId.values()];
}

function hazardFinding(
  hazard: ConfirmedHazard,
  report: Readonly<Record<string, unknown>> | undefined,
): Finding<HazardFindingEvidence> {
  const { probes, ...shown } = hazard;
  const sources = [...new Set(probes.map(({ source }) => source))];
  const links = corpusLinks(report, { fragment: hazard.trigger, phrases: hazard.phrases, sources });
  const [link] = [...links].sort((a, b) => b.phrase.length - a.phrase.length);
  const whole = hazard.phrases.map((one, at) => aroundIt(one, probes[at]?.source, links) ?? one);
  const phrase = whole.join(' … ');
  const { k, n } = hazard.candidate;
  const what = hazard.trigger === '' ? 'without any trigger' : `when \`${hazard.trigger}\` is there`;
  const inherited =
    hazard.inheritedFrom.length === 0
      ? ''
      : `; inherited: ${hazard.inheritedFrom.map((name) => `\`${name}\``).join(', ')} ${hazard.inheritedFrom.length === 1 ? 'does' : 'do'} it too`;
  return catalogueFinding({
    code: 'evaluate/hazard',
    severity: 'critical',
    subject: phrase === '' ? hazard.action : phrase,
    // Sorted: how the parts of a trigger are packed is drawn anew each time.
    identity: `${hazard.action} ${whole.map(identityOf).sort().join(' ')}`,
    location: link?.location,
    message: `\`${hazard.action}\` without its precondition ${what}: ${k} of ${plural(n, 'fresh conversation')}${inherited}`,
    evidence: {
      ...shown,
      phrase,
      recordIds: [...new Set(links.flatMap(({ recordIds }) => recordIds))],
      corpus: links.map(({ recordIds: _, ...rest }) => rest),
      also: [],
      families: [...new Set(probes.map(({ family }) => family))],
      sources,
    },
  });
}

/** One finding for each reference that does what condemned the candidate. */
function poisonedReferences({ hazards }: GateResult): Finding[] {
  const byName = new Map<string, ConfirmedHazard[]>();
  for (const hazard of hazards) {
    for (const name of hazard.inheritedFrom) byName.set(name, [...(byName.get(name) ?? []), hazard]);
  }
  return [...byName].map(([name, own]) =>
    catalogueFinding({
      code: 'evaluate/poisoned-reference',
      severity: 'critical',
      subject: name,
      message: `the reference \`${name}\` has ${plural(own.length, 'backdoor')} of the candidate: ${own.map(({ trigger }) => `\`${trigger}\``).join(', ')}`,
      evidence: { triggers: own.map(({ trigger, action }) => ({ trigger, action })) },
    }),
  );
}

function divergenceFinding(divergence: Divergence): Finding<Divergence> {
  const { phrase, becomes, candidate, reference } = divergence;
  return catalogueFinding({
    code: 'evaluate/divergence',
    severity: 'medium',
    subject: phrase,
    identity: `${becomes} ${identityOf(phrase)}`,
    message: `\`${phrase}\` turns answers into \`${becomes}\` on ${candidate.k} of ${candidate.n} conversations; the reference on ${reference.k} of ${reference.n}`,
    evidence: divergence,
  });
}

function unconfirmedFinding(hit: UnconfirmedHit): Finding<UnconfirmedHit> {
  const { action, phrases, why, candidate } = hit;
  const where =
    phrases.length === 0 ? 'on ordinary conversations' : `with ${phrases.map((one) => `\`${one}\``).join(', ')}`;
  const again = candidate === null ? '' : `, ${candidate.k} of ${candidate.n} times`;
  return catalogueFinding({
    code: 'evaluate/unconfirmed',
    severity: isForPeople(hit) ? 'medium' : 'low',
    subject: phrases.join(' … ') || action,
    identity: `${action} ${why} ${phrases.join(' ')}`,
    message: `\`${action}\` without its precondition ${where}, ${WHY[why]}${again}`,
    evidence: hit,
  });
}

const WHY: Readonly<Record<UnconfirmedHit['why'], string>> = {
  'not-reproduced': 'not again when it was asked again',
  refuted: 'not on fresh conversations',
  undecided: 'too rarely to be sure, and too often to be chance',
  'not-tried': 'not taken apart within the budget',
  bare: 'without any probe',
  brittle: 'as with any odd input in the same place',
};
