export { phraseSpans } from '../excerpts/phrase-spans.ts';
export { scanCorpus } from './scan-corpus.ts';

export type { TextSpan } from '../excerpts/phrase-spans.ts';
export type { KnownPhrase, KnownPhraseEvidence, SearchedPhrase } from '../phrases/known-phrases.ts';
export type { Contributor, TriggerEvidence } from '../phrases/trigger-finding.ts';
export type { ContributionRules } from './examine-corpus.ts';
export type {
  CorpusScan,
  CorpusScanEvent,
  CorpusScanOptions,
  ExcerptPair,
  HazardCoverage,
  ScannedFamily,
} from './scan-corpus.ts';
