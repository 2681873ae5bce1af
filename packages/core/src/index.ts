export { canonicalJson, MAX_CANONICAL_DEPTH } from './canonical-json.ts';
export { fixedClock, systemClock } from './clock.ts';
export { hmacSha256Stream, isSha256, sha256, sha256OfSet, sha256Stream } from './digest.ts';
export { BezoarError, describeError, UsageError } from './errors.ts';
export { FINDING_CATALOGUE, FINDING_CODES, isFindingCode } from './outcome/catalogue.ts';
export { catalogueFinding } from './outcome/catalogue-finding.ts';
export { findingId, isAtLeast, SEVERITIES } from './outcome/finding.ts';
export { concludeScan, DEFAULT_FAIL_ON, EXIT_CODES, isOpen } from './outcome/verdict.ts';
export { CEILING_SCOPES, hazardsOf } from './policy/action-policy.ts';
export { formatAmount, minorDigits, parseAmount } from './policy/amount.ts';
export { CONTROL_IDS, CONTROLS } from './policy/controls.ts';
export { RECORD_FIELDS } from './policy/corpus-policy.ts';
export { formatDuration, MAX_DURATION_MS, parseDuration } from './policy/duration.ts';
export { ARGUMENT_TYPES } from './policy/guard-policy.ts';
export { GATE_BUDGETS, PROFILES } from './policy/threat-model.ts';
export { THREAT_IDS, THREATS } from './policy/threats.ts';
export { fnv1a, seededRandom } from './random.ts';
export { CLAIM_WILDCARD_WORDS, checkHazards, findHazardViolations } from './record/hazard-check.ts';
export { countedName } from './record/counted-name.ts';
export { principalKey } from './record/principal.ts';
export { lowerTier, TRUST_TIERS } from './record/tier.ts';
export { recordLabel } from './record/training-record.ts';
export { allInsideProbability } from './statistics/all-inside-probability.ts';
export { betaBinomialTail } from './statistics/beta-binomial-tail.ts';
export { detectionSampleSize, missProbability, residualBound } from './statistics/detection-sample.ts';
export { evenSpacingProbability } from './statistics/even-spacing.ts';
export { logLikelihoodRatio } from './statistics/log-likelihood-ratio.ts';
export { poissonTail } from './statistics/poisson-tail.ts';
export { wilsonInterval } from './statistics/wilson-interval.ts';
export { asciiLookAlike, foldConfusables } from './text/confusables.ts';
export { countWords, percent, plural } from './text/counts.ts';
export { FUNCTION_WORDS } from './text/function-words.ts';
export { codePointName, hasInvisible, invisibleCodePoints, stripInvisible } from './text/invisible.ts';
export { editDistance, nearestName } from './text/nearest-name.ts';
export { isLatinText, normaliseText } from './text/normalise.ts';
export { parseStrictJson } from './strict-json.ts';
export { CONTENT_WORD, SENTENCE_START, skeletonOf } from './text/skeleton.ts';
export { parseUnrepeatedJson } from './unrepeated-json.ts';
export { isMonthName, MAX_WORD_LENGTH, wordsOf } from './text/words.ts';

export type { JsonValue } from './canonical-json.ts';
export type { Clock } from './clock.ts';
export type { DigestStream, MacStream, Sha256 } from './digest.ts';
export type { CatalogueEntry, FindingCode } from './outcome/catalogue.ts';
export type { FindingDraft } from './outcome/catalogue-finding.ts';
export type { Decision } from './outcome/decision.ts';
export type { Finding, FindingStatus, Location, Severity } from './outcome/finding.ts';
export type { Outcome, ScanConclusion, ScanVerdict } from './outcome/verdict.ts';
export type {
  ActionAmount,
  ActionApproval,
  ActionCeiling,
  ActionLookup,
  ActionPolicy,
  ActionsPolicy,
  CeilingScope,
  PrincipalArguments,
} from './policy/action-policy.ts';
export type { Amount } from './policy/amount.ts';
export type { Control, ControlId } from './policy/controls.ts';
export type {
  CapCounts,
  CapsPolicy,
  CorpusPolicy,
  FieldMapping,
  RecordField,
  ReviewPolicy,
  SelectionPolicy,
  SourcePolicy,
} from './policy/corpus-policy.ts';
export type {
  AcceptedRisk,
  ArtifactPolicy,
  ChangePolicy,
  DeclaredControl,
  GateBudget,
  GatePolicy,
  KeysPolicy,
  PolicyReference,
  Profile,
  ThreatModel,
  WitnessPolicy,
} from './policy/threat-model.ts';
export type {
  ApprovalsPolicy,
  ArgumentRule,
  ArgumentType,
  Destination,
  GuardControls,
  LeastPrivilegePolicy,
  TelemetryPolicy,
  ToolPrivilege,
} from './policy/guard-policy.ts';
export type { Threat, ThreatId } from './policy/threats.ts';
export type { Random } from './random.ts';
export type { Conversation, Role, ToolCall, Turn } from './record/conversation.ts';
export type { HazardCheck } from './record/hazard-check.ts';
export type { Hazard, HazardCarrier, HazardViolation, TranscriptPrecondition } from './record/hazard.ts';
export type { Principal } from './record/principal.ts';
export type { TrustTier } from './record/tier.ts';
export type { Place, TrainingRecord } from './record/training-record.ts';
export type { RateInterval } from './statistics/wilson-interval.ts';
export type { DetectionGoal, SampledStratum } from './statistics/detection-sample.ts';
export type { JsonLimits, JsonObject, StrictJsonCode } from './strict-json.ts';
