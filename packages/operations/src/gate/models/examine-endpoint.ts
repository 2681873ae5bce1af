import { describeError } from '@bezoar/core';
import {
  type CapabilityReport,
  type Carrier,
  type ChatModel,
  type Fingerprint,
  fingerprintModel,
  probeCapabilities,
  type ToolDefinition,
} from '@bezoar/evaluate';

/** A fingerprint, or why there is none. */
export type TakenFingerprint = { readonly fingerprint: Fingerprint } | { readonly fault: string };

/** Takes the fingerprint of a model. Never throws for what the model does. */
export async function takeFingerprint(model: ChatModel, signal?: AbortSignal): Promise<TakenFingerprint> {
  try {
    return { fingerprint: await fingerprintModel(model, signal === undefined ? {} : { signal }) };
  } catch (error) {
    signal?.throwIfAborted();
    return { fault: describeError(error) };
  }
}

/** Finds out what a model can do; a conversation in which it has to call a tool is the question for tools. */
export function examineCapabilities(
  model: ChatModel,
  granted: Carrier | undefined,
  tools: readonly ToolDefinition[],
  signal?: AbortSignal,
): Promise<CapabilityReport> {
  return probeCapabilities(model, {
    ...(granted === undefined
      ? {}
      : { toolQuestion: { turns: granted.turns, tools, temperature: 0, maxTokens: TOOL_TOKENS } }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Room for a call with its arguments. */
const TOOL_TOKENS = 160;
