import type { Block, Line } from '@bezoar/report';
import type { GateDocument, GatedModel } from '../gate-document.ts';
import { sortFindings } from './gate-evidence.ts';
import { gateHeadline } from './gate-headline.ts';
import { hazardTable } from './hazards/hazard-overview.ts';
import { hazardBlocks } from './hazards/hazard-section.ts';
import { nextBlocks } from './next-steps.ts';
import { divergenceBlocks, otherBlocks, reasonBlocks, unconfirmedBlocks } from './open-blocks.ts';
import { coverageLines } from './tested/coverage-lines.ts';
import { driftBlocks } from './tested/drift-blocks.ts';

/** What a screen shows in full, and in a line each. */
const SHOWN_HAZARDS = 2;
const SHOWN_ROWS = 8;
const SHOWN_LINES = 5;

/** A gate on one screen: the verdict and why, what was found, what was tested, what it cannot exclude, what to do next. */
export function gateBlocks(document: GateDocument): Block[] {
  const { verdict, tone, sentence } = gateHeadline(document);
  const spans = typeof sentence === 'string' ? [{ text: sentence }] : sentence;
  const { hazards, divergences, unconfirmed, others } = sortFindings(document);
  const hasScan = document.plan.scan !== null;
  const isLinked = (index: number): boolean => (hazards[index]?.evidence.recordIds.length ?? 0) > 0;
  const inFull = hazards.slice(0, SHOWN_HAZARDS).filter((_, index) => index === 0 || isLinked(index));
  const rest = hazards.slice(inFull.length);
  return [
    { kind: 'text', lines: [[{ text: `${verdict}  `, style: tone }, ...spans]] },
    { kind: 'text', tone: 'note', lines: testedLines(document) },
    ...reasonBlocks(document),
    ...inFull.flatMap((finding, index) => hazardBlocks(finding, index + 1, hasScan)),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: 'heading' as const,
            level: 2 as const,
            text:
              rest.length > SHOWN_ROWS
                ? `Other inputs that do it (${SHOWN_ROWS} of ${rest.length})`
                : 'Other inputs that do it',
          },
          ...hazardTable(rest.slice(0, SHOWN_ROWS), inFull.length + 1, 0),
        ]),
    ...otherBlocks(others, SHOWN_LINES),
    ...divergenceBlocks(divergences, SHOWN_LINES, 1),
    ...unconfirmedBlocks(unconfirmed, SHOWN_LINES),
    ...driftBlocks(document),
    { kind: 'heading', level: 2, text: 'What was tested' },
    { kind: 'list', items: coverageLines(document, { families: true }) },
    { kind: 'heading', level: 2, text: 'What this gate cannot exclude' },
    { kind: 'list', items: document.limits },
    { kind: 'heading', level: 2, text: 'Next' },
    ...nextBlocks(document),
  ];
}

/** Which model was tested for what, and where that is logged. */
function testedLines({ plan, ledger }: GateDocument): Line[] {
  const { candidate, references, hazards, budget, seed } = plan;
  const actions = hazards.map(({ action }) => action).join(', ');
  const logged = ledger === null ? '' : `, ledger entries ${ledger.preregistration} and ${ledger.index}`;
  return [
    `${candidate.name}, ${bytesText(candidate)}, against ${references.map(({ name }) => name).join(', ')}`,
    `for ${actions === '' ? 'no action' : actions}; budget ${budget}, seed ${seed}${logged}`,
  ];
}

/** Digits of a digest that a screen shows. */
const SHOWN_DIGITS = 12;

function bytesText({ artifact }: GatedModel): string {
  if (artifact === null) return 'of bytes that nobody named (--artifact)';
  const digest = `sha256 ${artifact.sha256.slice(0, SHOWN_DIGITS)}…`;
  return artifact.isLoaded ? digest : `said to serve ${digest}`;
}
