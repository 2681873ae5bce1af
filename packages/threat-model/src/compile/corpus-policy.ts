import {
  type CapsPolicy,
  type CorpusPolicy,
  DEFAULT_FAIL_ON,
  type FieldMapping,
  type ReviewPolicy,
  type SelectionPolicy,
  type TrustTier,
} from '@bezoar/core';
import { type CapsBlock, DEFAULT_LINEAGE } from '../blocks/caps-block.ts';
import type { OwnBlocks } from '../blocks/control-shapes.ts';
import type { ReviewBlock, SelectionKeys } from '../blocks/corpus-blocks.ts';

/** Layer 1 of the policy, from the blocks that concern it. */
export function corpusPolicy(own: Partial<OwnBlocks>): CorpusPolicy {
  const sources = own['corpus/sources'];
  const selection = sources?.selection?.value ?? own['corpus/selection'];
  const caps = own['corpus/caps'];
  const review = own['corpus/review'];
  return {
    fields: Object.fromEntries(sources?.fields ?? []) as FieldMapping,
    sources: [...(sources?.sources ?? [])].map(([name, { path, tier }]) => ({ name, paths: path, tier })),
    admitToBase: Object.fromEntries(sources?.admit_to_base ?? []) as Partial<Record<TrustTier, number>>,
    raiseTier: Object.fromEntries(sources?.raise_tier ?? []) as Partial<Record<TrustTier, number>>,
    ...(selection === undefined ? {} : { selection: selectionPolicy(selection) }),
    ...(caps === undefined ? {} : { caps: capsPolicy(caps) }),
    ...(review === undefined ? {} : { review: reviewPolicy(review) }),
  };
}

function selectionPolicy({ never_alone: neverAlone = [], require = [] }: SelectionKeys): SelectionPolicy {
  return { neverAlone, require };
}

function capsPolicy({ window, records, slice, cluster_by: clusterBy, lineage }: CapsBlock): CapsPolicy {
  return {
    windowMs: window,
    records,
    slice: slice ?? {},
    clusterBy: clusterBy ?? [],
    lineage: lineage ?? DEFAULT_LINEAGE,
  };
}

function reviewPolicy({ trusted, fail_on: failOn, review }: ReviewBlock): ReviewPolicy {
  const sample = review?.sample;
  return {
    trusted: trusted ?? [],
    failOn: failOn ?? DEFAULT_FAIL_ON,
    flagged: review?.flagged ?? 'all',
    ...(sample === undefined ? {} : { sample: { fewerThan: sample.fewer_than, confidence: sample.confidence } }),
  };
}
