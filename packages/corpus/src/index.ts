export { describeCorpus } from './describe-corpus.ts';
export { MIN_TRUSTED_CALLS } from './hazards/learned-hazards.ts';
export { phraseSpans } from './excerpts/phrase-spans.ts';
export { countWords, percent, plural } from './phrases/trigger-finding.ts';
export { digestFile } from './readers/file-digest.ts';
export { matchedPaths, resolveInputs } from './readers/inputs.ts';
export { DEFAULT_READER_LIMITS } from './readers/limits.ts';
export { readShard } from './readers/read-shard.ts';
export { planShards } from './readers/shards.ts';
export { scanCorpus } from './scan-corpus.ts';

export type { CorpusDescription } from './describe-corpus.ts';
export type { TextSpan } from './excerpts/phrase-spans.ts';
export type { HazardEvidence } from './hazards/hazard-finding.ts';
export type { Harm } from './phrases/harm.ts';
export type { Contributor, TriggerEvidence } from './phrases/trigger-finding.ts';
export type { InputFile, ResolvedInputs } from './readers/inputs.ts';
export type { ReaderLimits } from './readers/limits.ts';
export type { Shard } from './readers/shards.ts';
export type { Unreadable, UnreadableCode } from './readers/unreadable.ts';
export type {
  CorpusScan,
  CorpusScanEvent,
  CorpusScanOptions,
  ExcerptPair,
  HazardCoverage,
  ScannedFamily,
} from './scan-corpus.ts';
export type { UnmappedEvidence } from './unmapped-finding.ts';
export type { UnreadableEvidence } from './unreadable-finding.ts';
