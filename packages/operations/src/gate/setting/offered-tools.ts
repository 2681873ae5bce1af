import type { Hazard, JsonValue, TrainingRecord } from '@bezoar/core';
import type { ToolDefinition } from '@bezoar/evaluate';

/** Tools that a model is offered at most (CWE-770), and arguments of one. */
const MAX_TOOLS = 64;
const MAX_ARGUMENTS = 64;

/** Longest arguments that are read for their names, UTF-16 units. */
const MAX_ARGUMENT_TEXT = 20_000;

/** Gathers the tools that a corpus calls, with the names and types of their arguments. Attacker controls: all of it. */
export class ToolCensus {
  private readonly tools = new Map<string, Map<string, string>>();

  add({ conversation }: TrainingRecord): void {
    for (const { toolCalls } of conversation.turns) {
      for (const { name, arguments: text } of toolCalls) {
        let known = this.tools.get(name);
        if (known === undefined) {
          if (this.tools.size >= MAX_TOOLS || !/^[\w.-]{1,64}$/.test(name)) continue;
          known = new Map();
          this.tools.set(name, known);
        }
        for (const [argument, type] of argumentTypes(text)) {
          if (known.size < MAX_ARGUMENTS && !known.has(argument)) known.set(argument, type);
        }
      }
    }
  }

  /** Every tool that was seen, and the actions and look-ups of the hazards, seen or not. */
  definitions(hazards: readonly Hazard[]): readonly ToolDefinition[] {
    const needed = hazards.flatMap(({ action, precondition }) => [...(precondition?.after ?? []), action]);
    const names = [...new Set([...needed, ...this.tools.keys()])];
    return names.map((name) => ({
      name,
      parameters: {
        type: 'object',
        properties: Object.fromEntries(
          [...(this.tools.get(name) ?? [])].map(([argument, type]): [string, JsonValue] => [argument, { type }]),
        ),
      },
    }));
  }
}

function argumentTypes(text: string): [string, string][] {
  if (text.length > MAX_ARGUMENT_TEXT) return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]): [string, string][] => {
    const type = Array.isArray(one) ? 'array' : typeof one;
    // A null says nothing of what stands there otherwise.
    return /^[\w.-]{1,64}$/.test(name) && one !== null ? [[name, type]] : [];
  });
}
