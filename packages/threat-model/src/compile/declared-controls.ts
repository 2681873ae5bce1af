import { CONTROL_IDS, CONTROLS, type ControlId, type DeclaredControl } from '@bezoar/core';
import type { Draft, WrittenControl } from './draft.ts';

/**
 * Greatest age of a control's evidence, unless the document says otherwise: 35 days. A pipeline that runs monthly
 * exercises each control at most 31 days apart; four days are left for a run that is late over a long weekend.
 */
export const DEFAULT_EVIDENCE_MS: number = 35 * 86_400_000;

/**
 * Greatest age of a signature under the document: a year. It changes when something changes, and is read anew once a
 * year even where nothing does.
 */
export const SIGNATURE_EVIDENCE_MS: number = 366 * 86_400_000;

/** Controls whose evidence is a signature. */
const BY_SIGNATURE: ReadonlySet<ControlId> = new Set(['policy/document', 'policy/keys']);

/** Controls that a block turns on by its keys, beside its own. */
const BY_KEY: Partial<Record<ControlId, Readonly<Record<string, readonly ControlId[]>>>> = {
  'corpus/sources': {
    selection: ['corpus/selection'],
    admit_to_base: ['corpus/admission'],
    raise_tier: ['corpus/admission'],
  },
  'corpus/review': {
    trusted: ['corpus/phrases', 'corpus/hazards'],
    fail_on: ['corpus/phrases', 'corpus/hazards', 'corpus/near-duplicates', 'corpus/anomalies'],
  },
  'artifact/pins': {
    lock: ['artifact/hashes'],
    publishers: ['artifact/publishers'],
    formats: ['artifact/formats'],
  },
};

/**
 * Every control that the document declares, each once, in the catalogue's order: those with a block, and those that a
 * block turns on by what it says. The latter take the block's line and age of evidence, and the catalogue's threats.
 */
export function declaredControls({ controls, headLine, own }: Draft): DeclaredControl[] {
  const declared = new Map<ControlId, DeclaredControl>([
    ['policy/document', declare('policy/document', { line: headLine })],
  ]);
  for (const [id, { keys, line }] of controls) {
    declared.set(id, declare(id, { line, answers: keys.answers, evidence: keys.evidence }));
  }
  const add = (id: ControlId, { keys, line }: WrittenControl): void => {
    if (!declared.has(id)) declared.set(id, declare(id, { line, evidence: keys.evidence }));
  };
  for (const [id, written] of controls) {
    for (const [key, turnedOn] of Object.entries(BY_KEY[id] ?? {})) {
      if (written.present.has(key)) for (const other of turnedOn) add(other, written);
    }
  }
  const actions = controls.get('actions');
  const hasApproval = [...(own.actions?.actions.values() ?? [])].some(({ approval }) => approval !== undefined);
  if (actions !== undefined && hasApproval) add('guard/approvals', actions);
  return CONTROL_IDS.flatMap((id) => declared.get(id) ?? []);
}

interface Written {
  readonly line: number;
  readonly answers?: DeclaredControl['threats'] | undefined;
  readonly evidence?: number | undefined;
}

function declare(id: ControlId, { line, answers, evidence }: Written): DeclaredControl {
  const usual = BY_SIGNATURE.has(id) ? SIGNATURE_EVIDENCE_MS : DEFAULT_EVIDENCE_MS;
  return { id, threats: answers ?? CONTROLS[id].threats, evidenceMs: evidence ?? usual, line };
}
