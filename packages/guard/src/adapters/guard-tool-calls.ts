import type { Guard } from '../guard/create-guard.ts';
import { NotExecuted } from '../guard/guarded-action.ts';
import { type OnDenied, refuse } from './host/denied-result.ts';
import { executeGuarded } from './host/execute-guarded.ts';
import { type HostOptions, hostRequest, principalIn } from './host/host-request.ts';
import { lastUserText } from './last-user-text.ts';

/** LangChain's request to execute a tool, as far as it is read here. */
export interface ToolCallRequest {
  readonly toolCall: { readonly name: string; readonly args: unknown; readonly id?: string | undefined };
  readonly state?: unknown;
  readonly runtime?: unknown;
}

/** The fields of LangChain's `ToolMessage`. */
export interface ToolMessageFields {
  readonly content: string;
  readonly tool_call_id: string;
  readonly name: string;
  readonly status: 'error';
}

/** How `guardToolCalls` is told of the host. */
export interface GuardToolCallsOptions<Message>
  extends HostOptions<readonly [request: Pick<ToolCallRequest, 'state' | 'runtime'>, toolName: string]> {
  /** `(fields) => new ToolMessage(fields)`, so that nothing of LangChain is imported here. */
  readonly toolMessage: (fields: ToolMessageFields) => Message;
  /** Default `result`. */
  readonly onDenied?: OnDenied;
  /**
   * Whether an error says for certain that the tool did nothing: `ToolInvocationError.isInstance`, where its schema refused
   * the arguments, or `isGraphInterrupt`, where it asks a person before it does anything. Default: none is certain.
   */
  readonly hadNoEffect?: (error: unknown) => boolean;
}

/** What `createMiddleware` of `langchain` takes. */
export interface ToolCallMiddleware<Message> {
  readonly name: string;
  readonly wrapToolCall: <Request extends ToolCallRequest, Result>(
    request: Request,
    handler: (request: Request) => Result | Promise<Result>,
  ) => Promise<Result | Message>;
}

/**
 * A middleware for `createMiddleware` of `langchain` that sends every tool call through the guard, with the arguments
 * that the tool is about to be called with: a person's edit of them is judged again. Give it as the LAST middleware: one
 * further in that repeats calls would repeat them within one authorization. A tool whose error was turned into a message by
 * then had an unknown outcome. Without `principalOf`, the principal is `runtime.context.principal`.
 */
export function guardToolCalls<Message>(
  guard: Guard,
  options: GuardToolCallsOptions<Message>,
): ToolCallMiddleware<Message> {
  return {
    name: 'BezoarGuard',
    wrapToolCall: async <Request extends ToolCallRequest, Result>(
      request: Request,
      handler: (request: Request) => Result | Promise<Result>,
    ) => {
      const { toolCall, state, runtime } = request;
      const asked = await hostRequest(options, toolCall.args, [{ state, runtime }, toolCall.name], {
        principal: principalIn((runtime as { readonly context?: unknown } | undefined)?.context),
        text: lastUserText((state as { readonly messages?: unknown } | undefined)?.messages),
      });
      const failure = new ToolFailed<Result>();
      try {
        const outcome = await executeGuarded(guard, toolCall.name, asked, async (call) => {
          const run = () => handler({ ...request, toolCall: { ...toolCall, args: call.arguments } });
          const result = await executeTool(run, options.hadNoEffect);
          if (!isError(result)) return result;
          failure.result = { value: result };
          throw failure;
        });
        if (outcome.decision === 'allow') return outcome.result;
        const content = JSON.stringify(refuse(outcome, options.onDenied));
        return options.toolMessage({ content, tool_call_id: toolCall.id ?? '', name: toolCall.name, status: 'error' });
      } catch (error) {
        if (error === failure && failure.result !== undefined) return failure.result.value;
        // The SDK tells errors apart by what they are: it gets the tool's own.
        throw error instanceof NotExecuted && error.cause !== undefined ? error.cause : error;
      }
    },
  };
}

async function executeTool<Result>(
  run: () => Result | Promise<Result>,
  hadNoEffect: ((error: unknown) => boolean) | undefined,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (hadNoEffect?.(error) !== true) throw error;
    throw new NotExecuted('the tool did nothing', { cause: error });
  }
}

/** Carries a tool's error message past the guard, which must see a failure. */
class ToolFailed<Result> extends Error {
  override readonly name: string = 'ToolFailed';
  result: { readonly value: Result } | undefined;
}

function isError(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'status' in result && result.status === 'error';
}
