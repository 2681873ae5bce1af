import { UsageError } from '@bezoar/core';
import { guardMcp, guardMcpProxy, type McpNotice } from '@bezoar/operations/guard';
import { visibleText } from '@bezoar/report';
import type { CommandIo } from '../../terminal/io.ts';
import { type GuardNotice, guardEventLine } from './guard-event-line.ts';
import { guardPlace } from './guard-place.ts';

/** Flags of `bezoar guard mcp`. */
export interface GuardMcpFlags {
  readonly account: string;
  readonly tenant: string;
  readonly requester?: string;
  readonly prefix?: string;
  readonly pinTools: boolean;
  readonly upstream?: string;
  readonly host: string;
  readonly port: number;
  readonly env: readonly string[];
  readonly shadow?: boolean;
  readonly store?: string;
  readonly config?: string;
}

/** Runs `bezoar guard mcp` until the client or the server ends. Returns the server's exit code. */
export async function guardMcpCommand(
  io: CommandIo,
  command: readonly string[],
  flags: GuardMcpFlags,
): Promise<number> {
  const { account, tenant, requester, prefix, pinTools, env, shadow } = flags;
  const [program, ...args] = command;
  if ((program === undefined) === (flags.upstream === undefined)) {
    throw new UsageError('guard/mcp-server', 'expected either a server after `--`, or `--upstream` and its address');
  }
  if (shadow === true) io.err('SHADOW MODE: nothing is denied. Every decision is recorded, none is enforced.\n');
  const onNotice = (notice: McpNotice): void => {
    const line =
      notice.type === 'guard' && notice.event.type === 'decision'
        ? denialLine(notice.event)
        : notice.type === 'guard'
          ? guardEventLine(notice.event)
          : notice.type === 'fault'
            ? notice.message
            : undefined;
    if (line !== undefined) io.err(`bezoar guard: ${visibleText(line)}\n`);
  };
  const mode = shadow === true ? 'shadow' : 'enforce';
  if (flags.upstream !== undefined) {
    const { upstream, host, port } = flags;
    await guardMcpProxy(
      {
        ...guardPlace(io, flags),
        upstream,
        host,
        port,
        principal: { account, tenant },
        ...(prefix === undefined ? {} : { prefix }),
        pinTools,
        mode,
        environment: io.environment,
        signal: io.signal,
        onNotice,
      },
      (proxying) => io.out(`${JSON.stringify(proxying)}\n`),
    );
    return 0;
  }
  // One of the two is there.
  if (program === undefined) return 2;
  return guardMcp({
    ...guardPlace(io, flags),
    command: [program, ...args],
    principal: { account, tenant },
    ...(requester === undefined ? {} : { requester }),
    ...(prefix === undefined ? {} : { prefix }),
    pinTools,
    variables: env,
    mode,
    environment: io.environment,
    client: { input: io.stdin, output: io.streams.out },
    diagnostics: io.streams.err,
    signal: io.signal,
    onNotice,
  });
}

/** What the model is not told: why a call was denied. */
function denialLine({ request, decision }: Extract<GuardNotice, { readonly type: 'decision' }>): string | undefined {
  if (decision.decision === 'allow') return undefined;
  return `${request?.action ?? 'a call'}: ${decision.code}: ${decision.reasons.join('; ')}`;
}
