import type { AbsorbKind, AbsorbPolicy, AbsorbResult } from '@bezoar/corpus';

const BY_KIND: Readonly<Record<AbsorbKind, readonly string[]>> = {
  feedback: [
    'a lesson that the user gives in his own words, and that the assistant restates, is taken for a correction: only its repetition from several accounts is seen',
    'words that a user brings to be corrected, translated or summarised may be poison, and pass',
    'dictation is recognised in English, German, French, Spanish, Portuguese, Dutch and Italian; elsewhere only where the reply is made of the words of the user',
  ],
  memory: [
    'a grant is recognised by its words; one that is written as an ordinary fact passes',
    'what a memory says of a person who is named, but has no account in the batch, is not recognised',
  ],
  document: [
    'a false statement is no order: nothing here checks whether a page is true',
    'what a page that is about attacks on models quotes is told, and passes',
    'style sheets and scripts outside of a page are not fetched; text that they hide or add is not seen',
    'text in pictures and in attached files is not read',
  ],
};

/** What a run cannot see, in words. */
export function absorbLimits(
  kind: AbsorbKind,
  { items, withoutAccount }: Pick<AbsorbResult, 'items' | 'withoutAccount'>,
  { hazards, actions }: AbsorbPolicy,
): string[] {
  const limits = [...BY_KIND[kind]];
  if (kind === 'feedback' && withoutAccount > 0) {
    limits.unshift(`${withoutAccount} of ${items.length} items name no account: caps and coordination do not see them`);
  }
  if (kind === 'feedback' && hazards.length === 0)
    limits.push('no action is declared: a reply that performs one is not checked');
  if (kind === 'memory' && actions.length === 0)
    limits.push('no action is declared: a memory that allows one by its name is not recognised');
  return limits;
}
