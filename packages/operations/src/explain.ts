import {
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
import { VERSION } from './version.ts';

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
  readonly title: string;
  readonly control: string;
  readonly threats: readonly string[];
  readonly why: string;
  readonly how: string;
  readonly remedy: string;
}

/** Explains a finding code. Throws `explain/unknown-code`, naming the codes there are. */
export function explain(
  code: string,
  options: { readonly clock?: Clock } = {},
): { readonly document: ExplainDocument; readonly blocks: readonly Block[] } {
  if (!isFindingCode(code)) {
    const suggestion = nearestName(code, FINDING_CODES);
    const hint = suggestion === undefined ? '' : `, did you mean \`${suggestion}\`?`;
    throw new UsageError(
      'explain/unknown-code',
      `no finding has the code \`${code}\`${hint} (known: ${FINDING_CODES.join(', ')})`,
    );
  }
  const clock = options.clock ?? systemClock;
  const startedAt = clock();
  const { title, control, why, how, remedy } = FINDING_CATALOGUE[code];
  const threats = CONTROLS[control].threats;
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
      title,
      control,
      threats,
      why,
      how,
      remedy,
    },
    blocks: [
      { kind: 'heading', level: 1, text: `${title} (${code})` },
      { kind: 'text', lines: [why] },
      { kind: 'heading', level: 2, text: 'How it is established' },
      { kind: 'text', lines: [how] },
      { kind: 'heading', level: 2, text: 'What to do' },
      { kind: 'text', lines: [remedy] },
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
