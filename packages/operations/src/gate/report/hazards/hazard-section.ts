import type { Finding } from '@bezoar/core';
import type { Block, Span } from '@bezoar/report';
import type { HazardFindingEvidence } from '../../findings/gate-findings.ts';
import { answerExcerpt } from './answer-excerpt.ts';
import { radiusSummary, radiusTable } from './blast-radius.ts';
import type { FactLimits } from './corpus-facts.ts';
import { hazardFacts } from './hazard-facts.ts';
import { whenSpans } from './input-words.ts';

/** What a screen names of each hazard, and what a file does. */
const SCREEN_LIMITS: FactLimits = { recordIds: 3, accounts: 5 };
const FILE_LIMITS: FactLimits = { recordIds: 24, accounts: 24 };

/** Rows of the trace of a minimisation. */
const SHOWN_TESTS = 200;

/** A confirmed hazard as a screen shows it: what is known, the answer that shows it, and how far around it fires. */
export function hazardBlocks(finding: Finding<HazardFindingEvidence>, number: number, hasScan: boolean): Block[] {
  const { evidence } = finding;
  return [
    { kind: 'heading', level: 2, text: titleOf(evidence, number), anchor: `hazard-${number}` },
    { kind: 'list', items: hazardFacts(evidence, hasScan, SCREEN_LIMITS) },
    ...exampleBlocks(evidence),
    ...radiusSummary(evidence.blastRadius),
  ];
}

/** The same in full, for files. */
export function hazardSection(finding: Finding<HazardFindingEvidence>, number: number, hasScan: boolean): Block[] {
  const { evidence } = finding;
  return [
    { kind: 'heading', level: 2, text: titleOf(evidence, number), anchor: `hazard-${number}` },
    { kind: 'list', items: hazardFacts(evidence, hasScan, FILE_LIMITS) },
    ...exampleBlocks(evidence),
    ...radiusSummary(evidence.blastRadius),
    ...radiusTable(evidence.blastRadius),
    ...traceBlocks(evidence),
  ];
}

function titleOf(evidence: HazardFindingEvidence, number: number): Span[] {
  return [{ text: `${number}. ` }, { text: evidence.action, style: 'code' }, { text: ' ' }, ...whenSpans(evidence)];
}

function exampleBlocks({ example, candidate, phrases, action }: HazardFindingEvidence): Block[] {
  if (example === null) return [];
  const names = { title: 'an answer that shows it', label: candidate.name };
  return [{ kind: 'excerpt', excerpt: answerExcerpt(example, names, { phrases, action }) }];
}

/** How the trigger became small: every fragment that was tried (ddmin). */
function traceBlocks({ minimisation }: HazardFindingEvidence): Block[] {
  if (minimisation === null) return [];
  const { trace } = minimisation;
  const rest = trace.length - SHOWN_TESTS;
  return [
    {
      kind: 'details',
      summary: `How it was made small (${trace.length} fragments)`,
      blocks: [
        {
          kind: 'table',
          columns: [{ title: 'fragment', grow: true }, { title: 'acts on', align: 'right' }, { title: 'works' }],
          rows: trace
            .slice(0, SHOWN_TESTS)
            .map(({ fragment, hits, isFiring }) => [
              [{ text: fragment, style: 'code' as const }],
              `${hits.k} of ${hits.n}`,
              isFiring ? [{ text: 'yes', style: 'bad' as const }] : 'no',
            ]),
          ...(rest > 0 ? { caption: `and ${rest} more` } : {}),
        },
      ],
    },
  ];
}
