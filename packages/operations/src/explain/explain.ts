import {
  type CatalogueEntry,
  type Clock,
  CONTROLS,
  FINDING_CATALOGUE,
  FINDING_CODES,
  isFindingCode,
  nearestName,
  systemClock,
  THREATS,
  UsageError,
} from '@bezoar/core';
import type { Block } from '@bezoar/report';
import { VERSION } from '../version.ts';
import { GUARD_ANSWER_CODES, GUARD_ANSWERS, isGuardAnswer } from './answers/guard-answers.ts';

/** What a guard means by a code. */
export type ExplainedAnswer = Pick<CatalogueEntry, 'title' | 'why' | 'how' | 'remedy'>;

/** The document of `bezoar explain --json`. */
export interface ExplainDocument {
  readonly schema: 'bezoar.explain/v1';
  readonly tool: { readonly version: string };
  readonly policy: null;
  readonly inputs: readonly [];
  readonly verdict: 'ok';
  readonly outcome: 'ok';
  readonly exit: 0;
  readonly findings: readonly [];
  readonly coverage: { readonly read: 0; readonly unreadable: readonly [] };
  readonly timing: { readonly startedAt: string; readonly totalMs: number };
  readonly code: string;
  /** Whether a report finds it, or a guard answers with it. Where both do, what follows is of the finding. */
  readonly kind: 'finding' | 'answer';
  readonly title: string;
  /** The control that found it or answered so. */
  readonly control: string;
  /** What that control answers. */
  readonly threats: readonly string[];
  readonly why: string;
  readonly how: string;
  readonly remedy: string;
  /** What it means where a guard answers with it; null where none does. */
  readonly answer: ExplainedAnswer | null;
}

/**
 * Explains the code of a finding or of a guard's answer. Throws `explain/unknown-code`, naming the codes there are, of the
 * same area where there is one.
 */
export function explain(
  code: string,
  options: { readonly clock?: Clock } = {},
): { readonly document: ExplainDocument; readonly blocks: readonly Block[] } {
  const clock = options.clock ?? systemClock;
  const startedAt = clock();
  const answer = isGuardAnswer(code) ? GUARD_ANSWERS[code] : undefined;
  const finding = isFindingCode(code) ? FINDING_CATALOGUE[code] : undefined;
  const entry = finding ?? answer;
  if (entry === undefined) throw unknownCode(code);
  const { title, control, why, how, remedy } = entry;
  const threats = CONTROLS[control].threats;
  const isBoth = finding !== undefined && answer !== undefined;
  return {
    document: {
      schema: 'bezoar.explain/v1',
      tool: { version: VERSION },
      policy: null,
      inputs: [],
      verdict: 'ok',
      outcome: 'ok',
      exit: 0,
      findings: [],
      coverage: { read: 0, unreadable: [] },
      timing: { startedAt: new Date(startedAt).toISOString(), totalMs: clock() - startedAt },
      code,
      kind: finding === undefined ? 'answer' : 'finding',
      title,
      control,
      threats,
      why,
      how,
      remedy,
      answer: answer === undefined ? null : explainedAnswer(answer),
    },
    blocks: [
      { kind: 'heading', level: 1, text: `${title} (${code})` },
      { kind: 'text', lines: [why] },
      { kind: 'heading', level: 2, text: finding === undefined ? 'When the guard says so' : 'How it is established' },
      { kind: 'text', lines: [how] },
      { kind: 'heading', level: 2, text: 'What to do' },
      { kind: 'text', lines: [remedy] },
      ...(isBoth ? answerBlocks(answer) : []),
      {
        kind: 'list',
        items: [
          `control: ${control} (${CONTROLS[control].title})`,
          ...threats.map((threat) => `threat: ${threat} ${THREATS[threat].title}, ${THREATS[threat].catalogue}`),
        ],
      },
    ],
  };
}

/** A code of both kinds: the guard answers one call with it, and a report finds that it stands. */
function answerBlocks({ title, why, how, remedy }: ExplainedAnswer): Block[] {
  return [
    { kind: 'heading', level: 2, text: `As an answer of the guard: ${title}` },
    { kind: 'text', lines: [why, how, remedy] },
  ];
}

function explainedAnswer({ title, why, how, remedy }: CatalogueEntry): ExplainedAnswer {
  return { title, why, how, remedy };
}

function unknownCode(code: string): UsageError {
  const all = [...new Set<string>([...FINDING_CODES, ...GUARD_ANSWER_CODES])].sort();
  const area = `${code.split('/')[0]}/`;
  const near = all.filter((one) => one.startsWith(area));
  const suggestion = nearestName(code, all);
  const hint = suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`;
  return new UsageError(
    'explain/unknown-code',
    `no finding and no answer of the guard has the code \`${code}\`${hint} (known: ${(near.length > 0 ? near : all).join(', ')})`,
  );
}
