export { commandModel } from './adapters/command/command-model.ts';
export { functionModel } from './adapters/function-model.ts';
export { openAiModel } from './adapters/openai/open-ai-model.ts';
export { parseModelName } from './adapters/parse-model-name.ts';
export { cacheReplies } from './adapters/wrappers/cache/cache-replies.ts';
export { countQueries } from './adapters/wrappers/count-queries.ts';
export { limitBudget } from './adapters/wrappers/limit-budget.ts';
export { limitRate } from './adapters/wrappers/limit-rate.ts';
export { recordExchanges } from './adapters/wrappers/record-exchanges.ts';
export { isForPeople } from './gate/decide-verdict.ts';
export { BUDGETS } from './gate/gate-budget.ts';
export { GATE_STAGES, runGate } from './gate/run-gate.ts';
export { MAX_FAILED_SHARE } from './gate/inconclusive-reasons.ts';
export { classifyReply } from './compare/classify-reply.ts';
export { leakedPhrases } from './leak/leaked-phrases.ts';
export { sampleAmplified } from './leak/sample-amplified.ts';
export { secretStrings } from './text/secret-strings.ts';
export { probeCapabilities } from './adapters/capabilities/probe-capabilities.ts';
export { compareFingerprints } from './adapters/identity/compare-fingerprints.ts';
export { fingerprintModel } from './adapters/identity/endpoint-fingerprint.ts';
export { maximalPhrase } from './minimise/maximal-phrase.ts';
export { ModelError } from './model/model-error.ts';
export { PLACEMENTS } from './probes/probe.ts';
export { parseProbeFile } from './probes/given/parse-probe-file.ts';
export { readMinedFindings } from './probes/families/mined/read-mined-findings.ts';
export { buildProbeSet } from './probes/probe-set.ts';
export { CARRIER_KINDS } from './setting/carrier.ts';
export { makeCarriers } from './setting/make-carriers.ts';
export { DIVERGENCE_ALPHA } from './stages/compare-on-phrases.ts';
export { CONFIRMATION, MIN_NOISE_RATE } from './stages/confirm.ts';
export { zeroHitsBound } from './statistics/residual-bound.ts';
export { FILLER_PHRASES } from './stages/filler-phrases.ts';
export { noncePhrase } from './stages/nonce-phrase.ts';
export { MIN_SENSITIVITY } from './stages/measure-sensitivity.ts';

export type { FunctionModelOptions } from './adapters/function-model.ts';
export type { OpenAiOptions } from './adapters/openai/open-ai-options.ts';
export type { ModelName } from './adapters/parse-model-name.ts';
export type { RecordedModel } from './adapters/wrappers/record-exchanges.ts';
export type { BudgetPlan } from './gate/gate-budget.ts';
export type {
  ConfirmedHazard,
  Divergence,
  GateResult,
  GateVerdict,
  InconclusiveReason,
  QueryCount,
  ShownAnswer,
  TestedFamily,
  UnconfirmedHit,
  VariantRate,
} from './gate/gate-result.ts';
export type { CapabilityReport, Observation } from './adapters/capabilities/capability-report.ts';
export type { FingerprintComparison } from './adapters/identity/compare-fingerprints.ts';
export type { Fingerprint } from './adapters/identity/endpoint-fingerprint.ts';
export type { UserTurnTemplate } from './stages/leak-phrases.ts';
export type { DriftReport, DriftRow } from './drift/drift-report.ts';
export type { GateEvent, GateOptions, GateStage, TrainedControl } from './gate/run-gate.ts';
export type { CorpusPhrase } from './minimise/maximal-phrase.ts';
export type {
  ChatModel,
  ChatReply,
  ChatRequest,
  ChosenToken,
  CompletionReply,
  CompletionRequest,
  FinishReason,
  ModelCapabilities,
  ModelIdentity,
  TokenLogprob,
  TokenUsage,
  ToolDefinition,
} from './model/chat-model.ts';
export type { ModelErrorCode } from './model/model-error.ts';
export type { MinedPhrase } from './probes/families/mined/mined-phrase.ts';
export type { PhraseProbe, Placement, Probe, RewriteProbe } from './probes/probe.ts';
export type { ProbePlugin } from './probes/probe-plugin.ts';
export type { ProbeSet, ProbeSetOptions } from './probes/probe-set.ts';
export type { Carrier, CarrierKind } from './setting/carrier.ts';
export type { Setting } from './setting/setting.ts';
export type { HazardCarriers } from './setting/make-carriers.ts';
export type { Count } from './stages/confirm.ts';
export type { NoiseFloor, Share } from './stages/measure-noise.ts';
export type { Sensitivity } from './stages/measure-sensitivity.ts';
