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
  'corpus/unmapped-field',
  'corpus/unreadable',
  'ledger/altered',
  'ledger/evidence-altered',
  'ledger/evidence-missing',
  'ledger/not-written',
  'ledger/rolled-back',
  'ledger/torn-tail',
  'policy/accepted-risk-expired',
  'policy/control-not-exercised',
  'policy/decision-refused',
  'policy/document-changed',
  'policy/document-loosened',
  'policy/document-unsigned',
  'policy/result-differs',
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
  'corpus/unmapped-field': {
    title: 'A mapped field that no record has',
    control: 'corpus/sources',
    why: 'Evidence is counted over accounts and tenants. Where the document maps one of them to a field that no record has, every record seems to come from nobody, and a flood from one account looks like any other traffic.',
    how: 'Reported when the threat model maps `account` or `tenant` and not one record of the corpus carries the mapped field.',
    remedy: 'Correct the path under `fields:` in the threat model, or export the field, and scan once more.',
  },
  'ledger/altered': {
    title: 'The ledger was altered',
    control: 'policy/witness',
    why: 'The ledger is the memory of who decided what. A changed, dropped or reordered entry means that someone rewrote that memory, or that the disk did.',
    how: 'Every entry is hashed again, every tile and the signed checkpoint are compared with the result. An owner who holds the key can rewrite the whole log; only a kept, anchored or witnessed checkpoint shows that.',
    remedy:
      'Treat every decision since the last good checkpoint as unproven. Restore the ledger from a copy that agrees with an anchored checkpoint, and find out who could write to it.',
  },
  'ledger/evidence-altered': {
    title: 'Evidence was altered',
    control: 'policy/witness',
    why: 'A decision points at the evidence that was seen by its digest. Bytes that no longer have that digest are not what was seen.',
    how: 'Every object of the content-addressed store is hashed and compared with its name.',
    remedy: 'Restore the object from a copy. Until then the decisions that point at it cannot be re-checked.',
  },
  'ledger/evidence-missing': {
    title: 'Evidence is missing',
    control: 'policy/witness',
    why: 'An entry points at bytes that are no longer stored. Erasure may be deliberate, and leaves every proof valid; the decision can then no longer be re-checked.',
    how: 'Every digest that an entry points at is looked for in the content-addressed store.',
    remedy: 'Restore the object from a copy, or write down why it was erased.',
  },
  'ledger/not-written': {
    title: 'A run that is not in the ledger',
    control: 'policy/document',
    why: 'A project with a threat model logs what its controls did. A run without a trace cannot be shown to have happened.',
    how: 'Reported when a command did its work and could not append its entry: no space, no key, another writer.',
    remedy: 'Mend what the message names and run the command again.',
  },
  'ledger/rolled-back': {
    title: 'The ledger is behind a checkpoint that was kept',
    control: 'policy/witness',
    why: 'A checkpoint that was anchored or kept names more entries than the ledger has, or other ones: entries were cut off, or the log was replaced.',
    how: 'The size and root of every kept, anchored and witnessed checkpoint are computed again from the ledger.',
    remedy: 'Restore the ledger from a copy that agrees with the checkpoint, and find out who could write to it.',
  },
  'ledger/torn-tail': {
    title: 'The last write of the ledger is incomplete',
    control: 'policy/witness',
    why: 'A power cut in the middle of a write leaves such a tail, and so does someone who damages the last entry on purpose.',
    how: 'The last frame of the journal is incomplete or does not have its checksum. Nothing that was acknowledged is lost by a power cut.',
    remedy:
      'The next write sets the tail aside and says so in an entry of its own. Compare with an anchored checkpoint if you did not expect it.',
  },
  'policy/accepted-risk-expired': {
    title: 'An accepted risk has expired',
    control: 'policy/document',
    why: 'Someone answered for this risk until a day that has passed. From then on nobody does.',
    how: "The `until` of every accepted risk is compared with today's date in UTC.",
    remedy: 'Remove the cause, or decide again with a new owner and a new date.',
  },
  'policy/control-not-exercised': {
    title: 'A control that is declared and not exercised',
    control: 'policy/document',
    why: 'A document that promises a control which nothing runs is worse than no document: people rely on it.',
    how: 'Every declared control is looked for in the ledger; its last evidence must not be older than the document allows.',
    remedy: 'Run the command that exercises the control, or take the promise out of the document.',
  },
  'policy/decision-refused': {
    title: 'A decision in the ledger that does not hold',
    control: 'policy/keys',
    why: 'An entry claims a signed decision whose signatures do not satisfy the rules that were in force. It is treated as if it had not been made.',
    how: 'Statement, signatures, signers and thresholds of every decision are judged again by the document that was signed before it.',
    remedy: 'Find out who appended the entry, and make the decision again with the signatures that it needs.',
  },
  'policy/document-changed': {
    title: 'The document is not the one that was signed',
    control: 'policy/document',
    why: 'What is enforced now is not what was agreed. Changes that tighten or say the same need a signature too, so that the record is complete.',
    how: "The document's digest is compared with that of the last signed version, and the two are compared by meaning.",
    remedy:
      'Review the changes with `bezoar policy diff`, then sign with `bezoar policy sign`, or restore the signed version.',
  },
  'policy/document-loosened': {
    title: 'The document was loosened without its signatures',
    control: 'policy/document',
    why: 'Guards disappear one small edit at a time. A loosening holds only with the signatures that the previous signed document asks for, by its keys.',
    how: 'Each change since the last signed version is classed as tightening, loosening or neutral; what is not known to tighten counts as loosening.',
    remedy: 'Restore the signed version, or have the loosening signed with `bezoar policy sign`.',
  },
  'policy/document-unsigned': {
    title: 'The document was never signed',
    control: 'policy/document',
    why: 'Without a signed version nobody can tell a change from the original.',
    how: 'The ledger holds no accepted `policy.set`.',
    remedy: 'Name the signers under `change:`, then sign with `bezoar policy sign`.',
  },
  'policy/result-differs': {
    title: 'A logged result that cannot be repeated',
    control: 'policy/document',
    why: 'A verdict is worth what its repetition is worth. If the same control over the same input says something else, either the input, the document or the result was changed.',
    how: 'The last logged scan is run again over its inputs; digests, verdict and findings are compared with what the ledger says.',
    remedy: 'Find out which of input, document and report changed since, and why. Scan again if the change was meant.',
  },
};

/** Whether a text names a finding code. */
export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(FINDING_CATALOGUE, text);
}
