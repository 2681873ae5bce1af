import { CONTROL_IDS, type ControlId } from '@bezoar/core';
import type { Shape } from '../shape/shape.ts';
import { ACTIONS_BLOCK, type ActionsBlock } from './actions-block.ts';
import { CAPS_BLOCK, type CapsBlock } from './caps-block.ts';
import { type ControlKeys, controlBlock } from './control-block.ts';
import {
  REVIEW_BLOCK,
  type ReviewBlock,
  SELECTION_BLOCK,
  type SelectionBlock,
  SOURCES_BLOCK,
  type SourcesBlock,
} from './corpus-blocks.ts';
import { APPROVALS_BLOCK, type ApprovalsBlock } from './guard/approvals-block.ts';
import { LEAST_PRIVILEGE_BLOCK, type LeastPrivilegeBlock } from './guard/least-privilege-block.ts';
import { TELEMETRY_BLOCK, type TelemetryBlock } from './guard/telemetry-block.ts';
import {
  GATE_BLOCK,
  type GateBlock,
  KEYS_BLOCK,
  type KeysBlock,
  PINS_BLOCK,
  type PinsBlock,
  WITNESS_BLOCK,
  type WitnessBlock,
} from './policy-blocks.ts';

/** Controls whose blocks have keys of their own. */
export interface OwnBlocks {
  readonly 'corpus/sources': SourcesBlock;
  readonly 'corpus/selection': SelectionBlock;
  readonly 'corpus/caps': CapsBlock;
  readonly 'corpus/review': ReviewBlock;
  readonly 'artifact/pins': PinsBlock;
  readonly 'evaluate/gate': GateBlock;
  readonly actions: ActionsBlock;
  readonly 'guard/least-privilege': LeastPrivilegeBlock;
  readonly 'guard/approvals': ApprovalsBlock;
  readonly 'guard/telemetry': TelemetryBlock;
  readonly 'policy/keys': KeysBlock;
  readonly 'policy/witness': WitnessBlock;
}

const OWN: { readonly [K in keyof OwnBlocks]: Shape<OwnBlocks[K]> } = {
  'corpus/sources': SOURCES_BLOCK,
  'corpus/selection': SELECTION_BLOCK,
  'corpus/caps': CAPS_BLOCK,
  'corpus/review': REVIEW_BLOCK,
  'artifact/pins': PINS_BLOCK,
  'evaluate/gate': GATE_BLOCK,
  actions: ACTIONS_BLOCK,
  'guard/least-privilege': LEAST_PRIVILEGE_BLOCK,
  'guard/approvals': APPROVALS_BLOCK,
  'guard/telemetry': TELEMETRY_BLOCK,
  'policy/keys': KEYS_BLOCK,
  'policy/witness': WITNESS_BLOCK,
};

/** The shape of every control's block. A control without keys of its own has those of every block. */
export const CONTROL_SHAPES: ReadonlyMap<ControlId, Shape<ControlKeys>> = new Map(
  CONTROL_IDS.map((id): [ControlId, Shape<ControlKeys>] => [
    id,
    Object.hasOwn(OWN, id) ? OWN[id as keyof OwnBlocks] : controlBlock<object>(id, {}),
  ]),
);
