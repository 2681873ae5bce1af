import type { Guard } from '../guard/create-guard.ts';
import { type GuardExecuteOptions, guardExecute } from './host/guard-execute.ts';

/** What the OpenAI Agents SDK gives to `execute` next to the input, as far as it is read here. */
export type FunctionToolHost = readonly [context?: { readonly context?: unknown }, details?: unknown];

/** The options of `tool()` of `@openai/agents`, as far as they are read here. */
export interface FunctionToolOptions {
  readonly name: string;
  // The SDK infers the input from `parameters`; whatever it takes is taken.
  readonly execute: (...values: never[]) => unknown;
}

/**
 * Options for `tool()` of `@openai/agents` whose `execute` goes through the guard. Without `principalOf`, the principal
 * is `context.principal` of what the host gave to `run(agent, input, { context })`. `needsApproval` and guardrails stay
 * as they are, and decide nothing here: they run before, once, and a resumed run does not repeat them.
 */
export function guardFunctionTool<Options extends FunctionToolOptions>(
  guard: Guard,
  options: Options,
  host: GuardExecuteOptions<FunctionToolHost> = {},
): Options {
  const execute = options.execute as (input: unknown, ...rest: FunctionToolHost) => unknown;
  return { ...options, execute: guardExecute(guard, options.name, execute, host) };
}
