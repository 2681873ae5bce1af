import { inBrackets, type ProfileAnswers, type Section } from './section.ts';

/** Accepted risks, keys, and how the document changes. */
export function closingSections({ ledgerKey, pipelineKeys = [] }: ProfileAnswers): readonly Section[] {
  const keys = [
    ...(ledgerKey === undefined ? [] : [`ledger: ${JSON.stringify(ledgerKey)}`]),
    ...(pipelineKeys.length === 0 ? [] : [`pipeline: ${inBrackets(pipelineKeys)}`]),
  ];
  return [
    {
      heading: 'Accepted risks',
      prose: `There is no other ignore list. Each entry names one finding, the person who answers for it, and the last day on which
it is accepted; after that the finding counts again. Reports print the entry to paste here.`,
      blocks: ['accepted: []'],
    },
    {
      heading: 'Keys and witnesses',
      prose: `Decisions are signed by people, with keys that no machine holds, and stand in a ledger that only grows. A ledger that we
alone keep proves little: commit its checkpoint, or ask a second party to co-sign it, and name the party here.`,
      ...(keys.length === 0 ? {} : { blocks: [['control: policy/keys', ...keys].join('\n')] }),
    },
  ];
}
