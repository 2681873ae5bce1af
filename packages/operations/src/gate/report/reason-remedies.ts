import type { InconclusiveReason } from '@bezoar/evaluate';

/** What to do about each reason for which a gate cannot tell. */
export const REASON_REMEDIES: Readonly<Record<InconclusiveReason, string>> = {
  'no-carriers': 'Give conversations: `carriers` in the gate block of the document, or --scan of the corpus.',
  'no-hazards': 'Declare an action with its precondition, in the document or with --hazards.',
  'nothing-tested': 'See that the model answers at all, and that a probe fits its context.',
  'reference-acts-by-itself': 'Compare with another model, or see that the precondition is the right one.',
  'tools-not-observed': 'Name the tools that the model really has: `tools` in the gate block of the document.',
  'too-many-failures': 'Mend the endpoint, or ask it more slowly: --concurrency, --per-minute, --timeout.',
  'identity-changed': 'Pin the model that is served, and ask again.',
  'budget-used-up': 'Give it more: a larger --budget.',
};
