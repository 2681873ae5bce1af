import type { CapCounts } from '@bezoar/core';
import { inBrackets, type ProfileAnswers, quoted, type Section } from './section.ts';

const USER_SOURCE = 'exports/*.jsonl';

/** Sources, selection, caps, review: in the order in which they pay. */
export function corpusSections(answers: ProfileAnswers): readonly Section[] {
  return [
    {
      heading: 'Sources and trust',
      prose: `What our users write is training data that an attacker may have written. It may train that customer's own model. It
reaches the model that serves everybody only after two of us have signed for exactly those records. Data from the open
web is not named under \`admit_to_base\`, so it never does. A record keeps the tier of its source until a signed
decision says otherwise.`,
      blocks: [sourcesBlock(answers)],
    },
    {
      heading: 'Selection',
      prose: `A rating by the user who wrote the conversation is the attacker grading their own work. Such a signal may add to a
choice and never makes it. At least one signal that we control has to be there.`,
      blocks: ['control: corpus/selection\nnever_alone: [rating, thumbs]\nrequire: [resolved, staff_sampled]'],
    },
    {
      heading: 'Contribution caps',
      prose: `A backdoor needs a number of records, not a share of the corpus: a few hundred are enough at any size, and small
fine-tunes have fallen to a few dozen. So nobody contributes that many, and accounts that share a device, an address
or a card count as one. In the slice that teaches the model to act, the caps are tighter still. Records count over
everything the model was ever trained on, or a patient attacker would simply come back next month.${measured(answers)}`,
      blocks: [capsBlock(answers)],
    },
    {
      heading: 'Scan and review',
      prose: `Every intake is scanned before anything is removed from it, since duplicates and outliers are the evidence. People
read all that is flagged, and a random sample of the rest. The sample is as large as the risk below asks for, and the
reviewers' own misses are counted in.`,
      blocks: [reviewBlock(answers)],
    },
  ];
}

function sourcesBlock({ sources = USER_SOURCE }: ProfileAnswers): string {
  return [
    'control: corpus/sources',
    'sources:',
    '  staff: { path: data/staff/*.jsonl, tier: first-party-reviewed }',
    `  users: { path: ${quoted(sources)}, tier: customer-owned }`,
    'admit_to_base: { customer-owned: 2 signatures }',
  ].join('\n');
}

function reviewBlock({ trusted = [] }: ProfileAnswers): string {
  return [
    'control: corpus/review',
    ...(trusted.length === 0 ? [] : [`trusted: ${inBrackets(trusted)}`]),
    'fail_on: high',
    'review: { flagged: all, sample: { fewer_than: 25, confidence: 0.95 } }',
  ].join('\n');
}

function capsBlock({ caps }: ProfileAnswers): string {
  const records = caps?.records ?? { account: 5, cluster: 12, tenant: 400 };
  const slice = caps?.slice ?? { account: 2, cluster: 4 };
  return [
    'control: corpus/caps',
    'window: 30d',
    `records: { ${counts(records)} }`,
    `slice: { ${counts(slice)} }`,
    'cluster_by: [device, ip, payment]',
    'lineage: true',
  ].join('\n');
}

function counts(caps: CapCounts): string {
  return Object.entries(caps)
    .map(([scope, cap]) => `${scope}: ${cap}`)
    .join(', ');
}

/** What measured caps cost: said where they stand. */
function measured({ caps }: ProfileAnswers): string {
  if (caps === undefined) return '';
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return `

These numbers were measured on ${caps.measuredOn} of our own records, as the tightest that they bear: they leave out
${percent(caps.lossOutside)} of what teaches no action, and ${percent(caps.lossInside)} of what does.`;
}
