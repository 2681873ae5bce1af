import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of the threat-model document, sorted. */
export const POLICY_CODES = [
  'policy/accepted-risk-expired',
  'policy/control-not-exercised',
  'policy/decision-refused',
  'policy/document-changed',
  'policy/document-loosened',
  'policy/document-unsigned',
  'policy/result-differs',
] as const;

/** What they mean. */
export const POLICY_CATALOGUE: Readonly<Record<(typeof POLICY_CODES)[number], CatalogueEntry>> = {
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
