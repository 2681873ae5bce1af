export { MANIFEST_NAME } from './snapshots/record-snapshot.ts';
export { DEFAULT_HOLD_MS } from './snapshots/revisions/judge/judge-page.ts';
export { ABSORB_KINDS } from './absorb/item/absorb-item.ts';
export { DEFAULT_ABSORB_POLICY } from './absorb/item/absorb-policy.ts';
export { verifySnapshot } from './snapshots/verify-snapshot.ts';
export { startAbsorb } from './absorb/absorb-batch.ts';
export { snapshotRevisions } from './snapshots/snapshot-revisions.ts';
export { snapshotFormat } from './snapshots/manifest/snapshot-format.ts';
export { recordSnapshot } from './snapshots/record-snapshot.ts';
export { readUrlList } from './snapshots/manifest/read-url-list.ts';
export { readManifest } from './snapshots/manifest/read-manifest.ts';
export { readAbsorbItems } from './absorb/reading/absorb-input.ts';
export { fetchLimits } from './snapshots/web/fetch-limits.ts';
export { ADMISSION_FILES, MAX_LISTED_QUARANTINED, writeAdmission } from './admission/writing/write-admission.ts';
export { ADMISSION_REASONS, RULE_REASONS, reasonsOf } from './admission/admission-reasons.ts';
export { DEFAULT_CLUSTER_BY } from './admission/default-cluster-by.ts';
export { LINE_OFFSETS_FILE, lineRange } from './admission/writing/line-offsets.ts';
export { planAdmission, recordsKeptOut } from './admission/plan-admission.ts';
export { changedTier, UNKNOWN_OWNER } from './admission/record-tiers.ts';
export { parseTarget, targetText } from './admission/target.ts';
export { textKey } from './admission/text-keys.ts';
export { encodeContributions, parseContributions } from './caps/contributions-text.ts';
export { NO_CONTRIBUTIONS } from './caps/lineage.ts';
export { mergeContributions } from './caps/merge-contributions.ts';
export { believedTime } from './contributions/contribution-part.ts';
export { UNDECLARED_SOURCE } from './readers/undeclared-source.ts';
export { scanOf } from './scan/scan-corpus.ts';
export { describeCorpus } from './scan/describe-corpus.ts';
export { MIN_TRUSTED_CALLS } from './hazards/learned-hazards.ts';
export { phraseSpans } from './excerpts/phrase-spans.ts';
export { digestFile } from './readers/file-digest.ts';
export { matchesGlob } from './readers/inputs/matches-glob.ts';
export { matchedPaths, resolveInputs } from './readers/inputs.ts';
export { DEFAULT_READER_LIMITS } from './readers/limits.ts';
export { everyRecord } from './readers/every-record.ts';
export { readShard } from './readers/read-shard.ts';
export { parseRecord } from './readers/parse-record.ts';
export { planShards } from './readers/shards.ts';
export { suggestCapsForFiles } from './scan/suggest-for-files.ts';
export { scanCorpus } from './scan/scan-corpus.ts';

export type { AdmissionPlan, PlannedFile } from './admission/admission-plan.ts';
export type { ContributionReport } from './admission/contribution-report.ts';
export type { AdmissionRules, KeyedNames, PlannedAdmission } from './admission/plan-admission.ts';
export type { ReviewedRecord } from './admission/reviewed-records.ts';
export type { AssignedSource, EarlierRecord } from './admission/record-tiers.ts';
export type { AdmissionTarget } from './admission/target.ts';
export type { AdmissionOutput, QuarantinedRecord, WrittenAdmission } from './admission/writing/write-admission.ts';
export type { AttackBudget } from './caps/attack-budget.ts';
export type { EarlierContributions } from './caps/lineage.ts';
export type { SuggestedCaps } from './caps/suggest-caps.ts';
export type { ContributionRules } from './scan/examine-corpus.ts';
export type { MeasuredSuggestion } from './scan/suggest-for-files.ts';
export type { SignalReach } from './selection/signal-report.ts';
export type { CorpusDescription } from './scan/describe-corpus.ts';
export type { TextSpan } from './excerpts/phrase-spans.ts';
export type { HazardEvidence } from './hazards/hazard-finding.ts';
export type { Harm } from './phrases/harm.ts';
export type { KnownPhrase, KnownPhraseEvidence, SearchedPhrase } from './phrases/known-phrases.ts';
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
} from './scan/scan-corpus.ts';
export type { UnmappedEvidence } from './scan/unmapped-finding.ts';
export type { UnreadableEvidence } from './scan/unreadable-finding.ts';
export type { AbsorbKind } from './absorb/item/absorb-item.ts';
export type { AbsorbPolicy } from './absorb/item/absorb-policy.ts';
export type { AbsorbReadOptions } from './absorb/reading/absorb-input.ts';
export type { AbsorbResult } from './absorb/absorb-batch.ts';
export type { AbsorbedItem } from './absorb/absorb-batch.ts';
export type { FetchLimits } from './snapshots/web/fetch-limits.ts';
export type { ResolvedAddress } from './snapshots/web/web-environment.ts';
export type { RevisionFile } from './snapshots/snapshot-revisions.ts';
export type { Sleep } from './snapshots/web/web-environment.ts';
export type { SnapshotEntry } from './snapshots/snapshot-entry.ts';
export type { SnapshotEvent } from './snapshots/snapshot-entry.ts';
export type { SnapshotRun } from './snapshots/snapshot-entry.ts';
export type { SnapshotVerdict } from './snapshots/snapshot-entry.ts';
export type { WebEnvironment } from './snapshots/web/web-environment.ts';
