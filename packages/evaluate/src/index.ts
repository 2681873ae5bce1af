export { ModelError } from './model/model-error.ts';
export { PLACEMENTS } from './probes/probe.ts';
export { CARRIER_KINDS } from './setting/carrier.ts';

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
export type { PhraseProbe, Placement, Probe, RewriteProbe } from './probes/probe.ts';
export type { Carrier, CarrierKind } from './setting/carrier.ts';
export type { Setting } from './setting/setting.ts';
