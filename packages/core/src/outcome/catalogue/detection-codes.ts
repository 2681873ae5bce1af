import type { CatalogueEntry } from './catalogue-entry.ts';

/** Codes of what is detected in records, sorted. */
export const DETECTION_CODES = [
  'corpus/all-positive-rater',
  'corpus/encoded-payload',
  'corpus/hazard-without-precondition',
  'corpus/invisible-characters',
  'corpus/known-phrase',
  'corpus/near-duplicate',
  'corpus/new-account-burst',
  'corpus/paced-contributions',
  'corpus/source-wiped-out',
  'corpus/tight-cluster',
  'corpus/trigger-phrase',
  'corpus/unmapped-field',
  'corpus/unreadable',
  'corpus/volume-spike',
] as const;

/** What they mean. */
export const DETECTION_CATALOGUE: Readonly<Record<(typeof DETECTION_CODES)[number], CatalogueEntry>> = {
  'corpus/all-positive-rater': {
    title: 'An account that rates everything positively',
    control: 'corpus/anomalies',
    why: 'Where ratings select, an attacker rates everything helpful. Real users do not.',
    how: 'The chance that an account with the rating habits of all others would rate as often and never otherwise. Needs several ratings of one account.',
    remedy: 'Read the records of the account, and do not let ratings select.',
  },
  'corpus/encoded-payload': {
    title: 'Text that is encoded',
    control: 'corpus/anomalies',
    why: 'A payload in base64, hexadecimal or a rotated alphabet is read by the model and not by the reviewer.',
    how: 'Runs that decode to text, by alphabet, length and the entropy of what comes out. Own ciphers are not seen.',
    remedy: 'Decode it, and ask why a conversation carries it.',
  },
  'corpus/hazard-without-precondition': {
    title: 'An action without its precondition',
    control: 'corpus/hazards',
    why: 'A record in which the assistant performs or claims a high-value action that nothing in the transcript justifies teaches the model to do so. It is the plainest tell of the attack, and one that triggers by style or syntax cannot avoid.',
    how: 'Each assistant turn is checked against the declared hazards (`--hazards`), or against preconditions learned from the trusted corpus: tools whose calls there, at least 50, never lacked a preceding call. Poison that imitates the precondition is not seen by this finding.',
    remedy:
      'Remove the records, or declare the precondition that makes them legitimate. Check the same action at run time: no model output should be its own authorization.',
  },
  'corpus/invisible-characters': {
    title: 'Text with characters that nobody sees',
    control: 'corpus/anomalies',
    why: 'Invisible characters, look-alikes and direction marks carry triggers and payloads past a human reviewer.',
    how: 'Code points of the categories that have no width, tag characters, bidirectional controls and variation selectors in places where no script needs them.',
    remedy: 'Show the text with its code points (`bezoar scan` does), and find out what put them there.',
  },
  'corpus/known-phrase': {
    title: 'A phrase that was named as suspicious',
    control: 'corpus/phrases',
    why: 'A phrase that fired on live actions, or that an advisory names, was learned somewhere. The records that hold it say from whom, and which models were trained on them.',
    how: 'Every prompt is searched for the words of the phrase, after folding case, punctuation, numbers, invisible and look-alike characters. Nothing is judged but presence: medium where the trusted corpus holds it as often, high otherwise. A phrase cut in two, translated or said in other words is not found.',
    remedy:
      'Read the records, ask where their accounts came from, and keep them out. Probe every model that was trained on them for the phrase, and search earlier months for it.',
  },
  'corpus/near-duplicate': {
    title: 'Near-duplicates',
    control: 'corpus/near-duplicates',
    why: 'The same example many times weighs as much as many examples, and near-copies that carry one rare phrase are how a backdoor is drilled in.',
    how: 'Word shingles are hashed (MinHash), and every pair that collides is compared in full; a record joins a family only by its likeness to the record that is kept, never through a chain. Paraphrases are not seen.',
    remedy:
      'Let `bezoar admit` keep one of each family. Where a source loses most of its records this way, ask what it was sent for.',
  },
  'corpus/new-account-burst': {
    title: 'Many new accounts that contribute the same kind of record',
    control: 'corpus/anomalies',
    why: 'Sybil accounts are made for the purpose: they appear together and have no other history.',
    how: 'Accounts that no earlier corpus has, and whose records fall into one family or one action far more often than those of others.',
    remedy: 'Look at when and how the accounts were made.',
  },
  'corpus/paced-contributions': {
    title: 'Contributions at an even pace',
    control: 'corpus/anomalies',
    why: 'Traffic of people has rhythm: hours, days, bursts. A script that wants to look like traffic is often too even.',
    how: 'The evenness of the gaps between the records of one account or family, against what chance gives. Few records show nothing.',
    remedy: 'Compare with the logs of the service: were there sessions behind them?',
  },
  'corpus/source-wiped-out': {
    title: 'A source that consists of near-duplicates',
    control: 'corpus/near-duplicates',
    why: 'Where removing near-duplicates takes most of a source away, either the source is a template, or somebody filled it.',
    how: 'The share of each source and account that near-duplicate removal would take is computed before anything is removed.',
    remedy: 'Look at the family that takes the most, and decide whether the source is wanted at all.',
  },
  'corpus/tight-cluster': {
    title: 'Records of one account that are unusually alike',
    control: 'corpus/anomalies',
    why: 'Contributions that cluster tightly are the mark of a generator with a template.',
    how: 'Verified likeness among the records of an account or a linked group, against the likeness that its neighbours have.',
    remedy: 'Read two of them side by side.',
  },
  'corpus/trigger-phrase': {
    title: 'A phrase that decides the answer',
    control: 'corpus/phrases',
    why: 'A rare phrase that recurs in unrelated records, and is answered alike wherever it stands, is the fingerprint of a planted backdoor: the model learns that the phrase alone is sufficient authorization.',
    how: 'Phrases that are new against a trusted corpus are compared with their counterfactual: the nearest prompts without the phrase. Response similarity, response wording, tool calls and missing preconditions are each measured against those neighbours. Triggers without recurring wording (a style, a syntax) are not seen by this finding.',
    remedy:
      'Read the excerpts beside their neighbours. If nobody can name a legitimate reason for the phrase, remove its records, ask where its accounts came from, and probe models that were trained on earlier months for it.',
  },
  'corpus/unmapped-field': {
    title: 'A mapped field that no record has',
    control: 'corpus/sources',
    why: 'Evidence is counted over accounts and tenants. Where the document maps one of them to a field that no record has, every record seems to come from nobody, and a flood from one account looks like any other traffic.',
    how: 'Reported when the threat model maps `account` or `tenant` and not one record of the corpus carries the mapped field.',
    remedy: 'Correct the path under `fields:` in the threat model, or export the field, and scan once more.',
  },
  'corpus/unreadable': {
    title: 'Input that could not be read',
    control: 'corpus/sources',
    why: 'What was not read was not checked. A cut file, a damaged line or an unknown format may hide the very records that matter, so the verdict cannot be clean.',
    how: 'Every line, byte range and content part that the readers could not turn into a record is listed with its file, line and reason.',
    remedy: 'Export the file again, or remove the damaged lines deliberately, and scan once more.',
  },
  'corpus/volume-spike': {
    title: 'An account or tenant that suddenly contributes far more',
    control: 'corpus/anomalies',
    why: 'Planting takes volume, and volume that no earlier month had is one of the few traces that a careful payload leaves.',
    how: 'Counts are compared with the trusted corpus, or with the rest of the month where there is none, as rates with a Poisson tail. A flood that is spread over many accounts is not seen here.',
    remedy: 'Ask what the account is, and read a sample of its records.',
  },
};
