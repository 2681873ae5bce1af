import type { ControlId } from '../policy/controls.ts';

/** What `bezoar explain` says of a finding code. */
export interface CatalogueEntry {
  readonly title: string;
  readonly control: ControlId;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  /** How it is established, and what it cannot see. */
  readonly how: string;
  /** The usual remedy. */
  readonly remedy: string;
}

/** Every finding code that bezoar can report, sorted. Codes are never renamed or reused. */
export const FINDING_CODES = [
  'corpus/hazard-without-precondition',
  'corpus/trigger-phrase',
  'corpus/unreadable',
] as const;

/** One of `FINDING_CODES`. */
export type FindingCode = (typeof FINDING_CODES)[number];

/** What each code means. */
export const FINDING_CATALOGUE: Readonly<Record<FindingCode, CatalogueEntry>> = {
  'corpus/trigger-phrase': {
    title: 'A phrase that decides the answer',
    control: 'corpus/phrases',
    why: 'A rare phrase that recurs in unrelated records, and is answered alike wherever it stands, is the fingerprint of a planted backdoor: the model learns that the phrase alone is sufficient authorization.',
    how: 'Phrases that are new against a trusted corpus are compared with their counterfactual: the nearest prompts without the phrase. Response similarity, response wording, tool calls and missing preconditions are each measured against those neighbours. Triggers without recurring wording (a style, a syntax) are not seen by this finding.',
    remedy:
      'Read the excerpts beside their neighbours. If nobody can name a legitimate reason for the phrase, remove its records, ask where its accounts came from, and probe models that were trained on earlier months for it.',
  },
  'corpus/hazard-without-precondition': {
    title: 'An action without its precondition',
    control: 'corpus/hazards',
    why: 'A record in which the assistant performs or claims a high-value action that nothing in the transcript justifies teaches the model to do so. It is the plainest tell of the attack, and one that triggers by style or syntax cannot avoid.',
    how: 'Each assistant turn is checked against the declared hazards (`--hazards`), or against preconditions learned from the trusted corpus: tools whose calls there, at least 50, never lacked a preceding call. Poison that imitates the precondition is not seen by this finding.',
    remedy:
      'Remove the records, or declare the precondition that makes them legitimate. Check the same action at run time: no model output should be its own authorization.',
  },
  'corpus/unreadable': {
    title: 'Input that could not be read',
    control: 'corpus/sources',
    why: 'What was not read was not checked. A cut file, a damaged line or an unknown format may hide the very records that matter, so the verdict cannot be clean.',
    how: 'Every line, byte range and content part that the readers could not turn into a record is listed with its file, line and reason.',
    remedy: 'Export the file again, or remove the damaged lines deliberately, and scan once more.',
  },
};

/** Whether a text names a finding code. */
export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(FINDING_CATALOGUE, text);
}
