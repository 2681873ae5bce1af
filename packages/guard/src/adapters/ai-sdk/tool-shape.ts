/** What the AI SDK (6 and 7) gives to a tool's `execute` next to the input, as far as it is read here. */
export interface ToolExecution {
  readonly toolCallId?: string;
  readonly messages?: readonly unknown[];
  readonly abortSignal?: AbortSignal | undefined;
  /** The host's own object in AI SDK 6. */
  readonly experimental_context?: unknown;
  /** The entry of `toolsContext` for this tool in AI SDK 7. */
  readonly context?: unknown;
}

/** A tool's `execute`: one result, or its parts, of which the last is the result. */
export type ToolExecute = (input: unknown, options: ToolExecution) => unknown;

/** A tool of the AI SDK, as far as it is read here. */
export interface AiTool {
  readonly execute?: ToolExecute;
  readonly toModelOutput?: (value: { readonly output: unknown }) => unknown;
}

// Weak, so that a tool that is gone leaves nothing behind.
const guarded = new WeakSet<object>();

/** Notes that an `execute` goes through a guard. */
export function markGuarded<Execute extends ToolExecute>(execute: Execute): Execute {
  guarded.add(execute);
  return execute;
}

/** Whether a tool's `execute` goes through a guard. */
export function isGuardedTool(tool: unknown): boolean {
  if (typeof tool !== 'object' || tool === null || !('execute' in tool)) return false;
  return typeof tool.execute === 'function' && guarded.has(tool.execute);
}

/** Whether a tool executes anything in this process. */
export function hasExecute(tool: unknown): boolean {
  return typeof tool === 'object' && tool !== null && 'execute' in tool && typeof tool.execute === 'function';
}

/** Whether a value is read with `for await`. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
