import { UsageError } from '@bezoar/core/actions';
import type { Guard } from '../../guard/create-guard.ts';
import type { GuardedCall, GuardedRequest } from '../../guard/guarded-action.ts';
import { isDeniedResult, notListed, type OnDenied, refuse } from '../host/denied-result.ts';
import { executeGuarded, isListed } from '../host/execute-guarded.ts';
import { type HostOptions, hostRequest, principalIn } from '../host/host-request.ts';
import { lastUserText } from '../last-user-text.ts';
import { createPartRelay } from './part-relay.ts';
import { type AiTool, isAsyncIterable, markGuarded, type ToolExecute, type ToolExecution } from './tool-shape.ts';

/** How `guardTools` is told of the host. */
export interface GuardToolsOptions extends HostOptions<readonly [execution: ToolExecution, toolName: string]> {
  /** Default `result`. */
  readonly onDenied?: OnDenied;
  /**
   * What becomes of a tool that the policy does not name, or that executes nothing here and is not in `withoutExecute`.
   * Default `withhold`: the model never learns of it.
   */
  readonly unlisted?: 'withhold' | 'throw';
  /** Tools without `execute`, of the client or the provider, that the model may have although nothing guards them. */
  readonly withoutExecute?: readonly string[];
  readonly onWithheld?: (toolName: string, error: UsageError) => void;
}

/**
 * Wraps the tools of the AI SDK (6 and 7) so that every `execute` goes through the guard. This is where it is enforced;
 * approval hooks of the SDK are not. The principal is, unless `principalOf` says otherwise, `principal` of
 * `experimental_context` (6) or of the tool's entry in `toolsContext` (7). Tools are withheld at run time without the
 * type saying so. Throws `guard/tool-not-listed` or `guard/tool-not-executable` with `unlisted: 'throw'`, and always for
 * a declared action in `withoutExecute`: nobody would settle it.
 */
export function guardTools<Tools extends Readonly<Record<string, object>>>(
  guard: Guard,
  tools: Tools,
  options: GuardToolsOptions = {},
): Tools {
  const kept: Record<string, object> = {};
  for (const [name, tool] of Object.entries(tools)) {
    const fault = faultOf(guard, name, tool, options);
    if (fault === undefined) kept[name] = guardTool(guard, name, tool, options);
    else if (options.unlisted === 'throw') throw fault;
    else options.onWithheld?.(name, fault);
  }
  return kept as Tools;
}

function faultOf(guard: Guard, name: string, tool: AiTool, options: GuardToolsOptions): UsageError | undefined {
  if (!isListed(guard, name)) return notListed(name);
  if (typeof tool.execute === 'function') return undefined;
  const isAllowed = options.withoutExecute?.includes(name) === true;
  const error = new UsageError('guard/tool-not-executable', `\`${name}\` executes nothing here, so nothing guards it`);
  if (isAllowed && guard.policy.actions.has(name)) throw error;
  return isAllowed ? undefined : error;
}

function guardTool(guard: Guard, name: string, tool: AiTool, options: GuardToolsOptions): AiTool {
  const { execute, toModelOutput } = tool;
  if (execute === undefined) return tool;
  const wrapped = guardExecution(guard, name, (input, execution) => Reflect.apply(execute, tool, [input, execution]), {
    ...options,
    isStream: Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]',
  });
  if (toModelOutput === undefined) return withOwn(tool, { execute: wrapped });
  return withOwn(tool, {
    execute: wrapped,
    // A tool's own conversion expects its own output.
    toModelOutput: (value) =>
      isDeniedResult(value.output)
        ? { type: 'json', value: value.output }
        : Reflect.apply(toModelOutput, tool, [value]),
  });
}

/** A copy with other functions. Everything else stays, what the SDK keeps out of sight as well. */
function withOwn(tool: AiTool, functions: AiTool): AiTool {
  const own: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(tool);
  for (const [name, value] of Object.entries(functions)) {
    own[name] = { value, enumerable: true, configurable: true, writable: true };
  }
  return Object.create(Object.getPrototypeOf(tool), own);
}

type Guarded = (request: GuardedRequest, implementation: (call: GuardedCall) => Promise<unknown>) => Promise<unknown>;

function guardExecution(
  guard: Guard,
  name: string,
  execute: ToolExecute,
  options: GuardToolsOptions & { readonly isStream: boolean },
): ToolExecute {
  const ask = (input: unknown, execution: ToolExecution): Promise<GuardedRequest> =>
    hostRequest(options, input, [execution, name], {
      principal: principalIn(execution.experimental_context) ?? principalIn(execution.context),
      text: lastUserText(execution.messages),
    });
  const run: Guarded = async (request, implementation) => {
    const outcome = await executeGuarded(guard, name, request, implementation);
    return outcome.decision === 'allow' ? outcome.result : refuse(outcome, options.onDenied);
  };
  const start = (call: GuardedCall, execution: ToolExecution): unknown =>
    execute(call.arguments, during(call, execution));
  if (!options.isStream) {
    return markGuarded(async (input, execution = {}) =>
      run(await ask(input, execution), async (call) => {
        const value = await start(call, execution);
        return isAsyncIterable(value) ? lastOf(value) : value;
      }),
    );
  }
  return markGuarded(async function* (input, execution = {}) {
    const relay = createPartRelay();
    const request = await ask(input, execution);
    const running = run(request, async (call) => {
      for await (const part of start(call, execution) as AsyncIterable<unknown>) await relay.put(part);
    }).finally(relay.end);
    running.catch(() => undefined);
    try {
      yield* relay.read();
      // Settled: only now does the SDK take the last part for the result.
      const refusal = await running;
      if (refusal !== undefined) yield refusal;
    } finally {
      // Also where nobody read the rest: the tool has cleaned up and is settled before the reader goes on.
      await running.catch(() => undefined);
    }
  });
}

/** The SDK's own options, with a signal that also ends when the outcome becomes unknown. */
function during({ signal }: GuardedCall, execution: ToolExecution): ToolExecution {
  const { abortSignal } = execution;
  return { ...execution, abortSignal: abortSignal === undefined ? signal : AbortSignal.any([abortSignal, signal]) };
}

async function lastOf(parts: AsyncIterable<unknown>): Promise<unknown> {
  let last: unknown;
  for await (const part of parts) last = part;
  return last;
}
