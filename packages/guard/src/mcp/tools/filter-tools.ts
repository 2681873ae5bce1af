import { canonicalJson, type JsonValue, sha256 } from '@bezoar/core/actions';
import type { GuardPolicy } from '../../policy/guard-policy.ts';
import type { McpEvent, WithheldReason } from '../mcp-event.ts';
import { GATED_METHODS } from '../message/methods.ts';
import { fieldIn, isFields, type JsonFields } from '../message/rpc-message.ts';
import type { ToolPins } from './tool-pins.ts';

/** By what a list of tools is filtered. */
export interface ToolFilter {
  readonly policy: GuardPolicy;
  readonly prefix: string;
  readonly pins: ToolPins;
  /** Tools that declared the shape of their structured content. */
  readonly withOutput: Set<string>;
  /** Whether a tool that is described otherwise than pinned is withheld. */
  readonly withholdChanged: boolean;
  /** Whether it is only told what would be withheld. */
  readonly isShadow: boolean;
  readonly emit: (event: McpEvent) => void;
}

/** Whether the policy lists or declares a tool. */
export function isListed({ policy, prefix }: Pick<ToolFilter, 'policy' | 'prefix'>, tool: string): boolean {
  // A method that the policy lists is no tool: a server may not give one of its tools that name.
  if (GATED_METHODS.some((method) => method === tool)) return false;
  const action = `${prefix}${tool}`;
  return policy.tools?.has(action) === true || policy.actions.has(action);
}

/**
 * A result of `tools/list` without the tools that may not be called; undefined where it is no such result. Annotations
 * such as `readOnlyHint` are the server's claims: they are shown, and decide nothing.
 */
// Attacker controls: the result, which a server wrote.
export function filterTools(result: JsonFields, filter: ToolFilter): JsonFields | undefined {
  const listed = fieldIn(result, 'tools');
  if (!Array.isArray(listed)) return undefined;
  const seen = new Set<string>();
  const tools = (listed as readonly JsonValue[]).filter((tool) => {
    const name = isFields(tool) ? fieldIn(tool, 'name') : undefined;
    const shown = typeof name === 'string' ? name : '';
    const reason = isFields(tool) && shown !== '' ? faultOf(tool, shown, seen, filter) : 'malformed';
    if (reason !== undefined) {
      filter.emit({ type: 'tool-withheld', tool: shown, reason });
      return filter.isShadow;
    }
    if (isFields(tool) && Object.hasOwn(tool, 'outputSchema')) filter.withOutput.add(shown);
    else filter.withOutput.delete(shown);
    return true;
  });
  return { ...result, tools };
}

function faultOf(tool: JsonFields, name: string, seen: Set<string>, filter: ToolFilter): WithheldReason | undefined {
  if (!isListed(filter, name)) return 'unlisted';
  if (seen.has(name)) return 'duplicate';
  seen.add(name);
  const execution = fieldIn(tool, 'execution');
  if (isFields(execution) && fieldIn(execution, 'taskSupport') === 'required') return 'needs-tasks';
  return seeDescription(name, tool, filter) && filter.withholdChanged ? 'changed' : undefined;
}

/** Pins what describes a tool to the model; whether it differs from what was pinned. */
export function seeDescription(
  name: string,
  description: JsonValue,
  { pins, emit }: Pick<ToolFilter, 'pins' | 'emit'>,
): boolean {
  const digest = sha256(canonicalJson(description));
  const sight = pins.see(name, digest);
  if (sight === 'new') emit({ type: 'tool-pinned', tool: name, digest });
  if (sight === 'changed') emit({ type: 'tool-changed', tool: name, digest, pinned: pins.pinOf(name) ?? '' });
  return sight === 'changed' || sight === 'known-change';
}
