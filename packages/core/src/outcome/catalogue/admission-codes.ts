import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of what keeps a record or corpus out of training, sorted. */
export const ADMISSION_CODES = [
  'corpus/admission-differs',
  'corpus/cap-exceeded',
  'corpus/not-admitted',
  'corpus/not-selected',
  'corpus/rejected-in-review',
  'corpus/review-missing',
  'corpus/tier-too-low',
  'corpus/undeclared-source',
  'corpus/wide-cluster',
] as const;

/** What they mean. */
export const ADMISSION_CATALOGUE: Readonly<Record<(typeof ADMISSION_CODES)[number], CatalogueEntry>> = {
  'corpus/admission-differs': {
    title: 'An admitted corpus that breaks the rules',
    control: 'corpus/admission',
    why: 'Caps, tiers and selection are recomputed from the side tables, not taken from a report. A difference means that the rules, the records or the report were changed.',
    how: 'Every row of the admitted corpus is read again and counted by account, cluster, tenant and source.',
    remedy: 'Find out which of the three changed, and admit the corpus again.',
  },
  'corpus/cap-exceeded': {
    title: 'More records of one contributor than the document allows',
    control: 'corpus/caps',
    why: 'A backdoor takes a number of records, not a share: whoever may contribute any number will contribute enough. Measured fine-tunes fall at 25 records and below.',
    how: 'Records are counted by account, cluster, tenant and source, overall and in the slice that teaches a declared action, and over the lineage of the model. Which ones stay is decided by a keyed hash, so that nobody can write records that stay. Unlinked accounts are not seen as one.',
    remedy: 'Let `bezoar admit` keep what the caps allow, and look at the accounts that exceed them most.',
  },
  'corpus/not-admitted': {
    title: 'A corpus without an admission',
    control: 'corpus/admission',
    why: 'What was not admitted was not vetted, or was changed since.',
    how: 'The bytes of the file are hashed and looked for among the admissions of the ledger, whose statement is verified.',
    remedy: 'Run `bezoar admit`, and train on what it writes.',
  },
  'corpus/not-selected': {
    title: 'A record that nothing but its own author selected',
    control: 'corpus/selection',
    why: 'Whoever writes a conversation and rates it has labelled their own training example.',
    how: 'A record is selected by a signal that the document requires, or by one that users do not control. Ratings and other signals under `never_alone` never suffice.',
    remedy: 'Let somebody else choose: an operator, a sample, an outcome that the user cannot set.',
  },
  'corpus/rejected-in-review': {
    title: 'A record that a reviewer rejected',
    control: 'corpus/review',
    why: 'A person read it and did not want it in a model.',
    how: 'The verdicts of signed reviews are applied by the digest of the record.',
    remedy: 'Leave it out. A later signed review may decide otherwise.',
  },
  'corpus/review-missing': {
    title: 'A corpus whose sample nobody has read',
    control: 'corpus/review',
    why: 'The document promises that people read a sample of what is admitted. Until they have, the promise is not kept.',
    how: 'The signed reviews of the ledger are looked for one over the sample of this admission.',
    remedy: 'Run `bezoar review` on the admission, and sign.',
  },
  'corpus/tier-too-low': {
    title: 'A record that may not train this model',
    control: 'corpus/sources',
    why: "A customer's words may train that customer's model; a model that serves everybody takes them only after a decision that was signed for exactly these records.",
    how: "The tier of a record is its source's, lowered to that of its parents and generator, raised only by a signed and unexpired decision over exactly its set of records.",
    remedy: 'Have the admission signed with `bezoar decide admit-to-base`, or train a model for that tenant only.',
  },
  'corpus/undeclared-source': {
    title: 'Records from a source that the document does not name',
    control: 'corpus/sources',
    why: 'What nobody classified is not trusted. An undeclared file is the easiest way past every rule about sources.',
    how: 'Every input file is held against the paths under `sources:`. One that matches none counts as open.',
    remedy: 'Name the source and its tier in the threat model, or leave the file out.',
  },
  'corpus/wide-cluster': {
    title: 'An attribute that links too many accounts',
    control: 'corpus/caps',
    why: 'An address that half of the users share says nothing about who belongs together, and a cap on such a cluster cuts everybody.',
    how: 'Reported where one value of an attribute links more than a stated share of all accounts.',
    remedy: 'Take the attribute out of `cluster_by`, or export a finer one.',
  },
};
