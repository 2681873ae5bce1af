import type { Readable, Writable } from 'node:stream';
import type { Clock, Principal } from '@bezoar/core';
import type { GuardEvent, GuardMode } from '@bezoar/guard';
import { type McpEvent, runStdioGuard } from '@bezoar/guard/mcp';
import type { GuardLocation } from '../project-guard.ts';
import { openMcpGuard } from './open-mcp-guard.ts';

/** Options of `guardMcp`. */
export interface GuardMcpOptions extends GuardLocation {
  /** The server's program and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** On whose behalf the client speaks. */
  readonly principal: Principal;
  readonly requester?: string;
  /** Put before a tool's name to have the document's. */
  readonly prefix?: string;
  /** Whether a tool that is described otherwise than at first sight is withheld. */
  readonly pinTools?: boolean;
  readonly mode?: GuardMode;
  /** Variables that the server gets, besides the few that every program needs. */
  readonly variables: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly client: { readonly input: Readable; readonly output: Writable };
  readonly diagnostics: Writable;
  readonly clock?: Clock;
  readonly signal: AbortSignal;
  readonly onNotice?: (notice: McpNotice) => void;
}

/** Something that an operator should see while the filter runs. */
export type McpNotice =
  | { readonly type: 'mcp'; readonly event: McpEvent }
  | { readonly type: 'guard'; readonly event: GuardEvent }
  | { readonly type: 'fault'; readonly message: string };

/**
 * Stands between an MCP client on standard input and output and a server that it starts, until either ends. Returns the
 * server's exit code; receipts are sealed at the end.
 */
export async function guardMcp(options: GuardMcpOptions): Promise<number> {
  const { command, principal, requester, prefix, pinTools, signal } = options;
  const notice = (one: McpNotice): void => options.onNotice?.(one);
  const { guard, finish, close } = await openMcpGuard(options, notice);
  try {
    const [program, ...args] = command;
    const running = await runStdioGuard({
      guard,
      principal,
      ...(requester === undefined ? {} : { requester }),
      ...(prefix === undefined ? {} : { prefix }),
      ...(pinTools === undefined ? {} : { pinTools }),
      command: program,
      args,
      environment: options.environment,
      variables: ['PATH', 'HOME', 'SystemRoot', ...options.variables],
      client: options.client,
      diagnostics: options.diagnostics,
      onEvent: (event) => notice({ type: 'mcp', event }),
    });
    const onAbort = (): void => {
      void running.close();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const { code } = await running.done;
    signal.removeEventListener('abort', onAbort);
    await finish();
    return code ?? 1;
  } finally {
    await close();
  }
}
