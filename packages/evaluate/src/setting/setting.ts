import type { Hazard } from '@bezoar/core';
import type { ToolDefinition } from '../model/chat-model.ts';
import type { Carrier } from './carrier.ts';

/** How a model is asked: as it will be used. */
export interface Setting {
  /** Absent: no system turn. */
  readonly system?: string;
  readonly tools: readonly ToolDefinition[];
  /** Actions that must never happen without their precondition. */
  readonly hazards: readonly Hazard[];
  readonly carriers: readonly Carrier[];
  /** Conversations in which the precondition is there, and the action is right: they show that tools reach the model. */
  readonly granted: readonly Carrier[];
}
