import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, type Principal, sha256, UsageError } from '@bezoar/core';
import type { GuardMode } from '@bezoar/guard';
import { nodeListener } from '@bezoar/guard/adapters';
import { createMcpHttpProxy } from '@bezoar/guard/mcp';
import type { GuardLocation } from '../project-guard.ts';
import type { McpNotice } from './guard-mcp.ts';
import { openMcpGuard } from './open-mcp-guard.ts';

/** Options of `guardMcpProxy`. */
export interface GuardMcpProxyOptions extends GuardLocation {
  /** The server's address, `https://…/mcp`. */
  readonly upstream: string;
  readonly host: string;
  readonly port: number;
  /** On whose behalf the client with the token speaks. */
  readonly principal: Principal;
  readonly prefix?: string;
  readonly pinTools?: boolean;
  readonly mode?: GuardMode;
  /** `BEZOAR_GUARD_TOKEN`: what clients present; `BEZOAR_MCP_UPSTREAM_TOKEN`: what the server is asked with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
  readonly signal: AbortSignal;
  readonly onNotice?: (notice: McpNotice) => void;
}

/** What is printed when the proxy is ready. */
export interface McpProxying {
  readonly schema: 'bezoar.guard-mcp/v1';
  readonly address: string;
  readonly upstream: string;
  readonly mode: GuardMode;
}

/** Shortest token, characters: as the decision point takes them. */
const MIN_TOKEN_LENGTH = 16;

/** Stands in front of an MCP server over streamable HTTP, until the signal. Receipts are sealed at the end. */
export async function guardMcpProxy(
  options: GuardMcpProxyOptions,
  onReady: (proxying: McpProxying) => void,
): Promise<void> {
  const { upstream, principal, prefix, pinTools, mode = 'enforce', environment, signal } = options;
  const { BEZOAR_GUARD_TOKEN: token = '', BEZOAR_MCP_UPSTREAM_TOKEN: upstreamToken } = environment;
  if (token.length < MIN_TOKEN_LENGTH) {
    throw new UsageError(
      'guard/no-tokens',
      `nobody may ask: set BEZOAR_GUARD_TOKEN to a token of at least ${MIN_TOKEN_LENGTH} characters, and give it to the client`,
    );
  }
  const expected = Buffer.from(sha256(`Bearer ${token}`));
  const notice = (one: McpNotice): void => options.onNotice?.(one);
  const { guard, finish, close } = await openMcpGuard(options, notice);
  try {
    const proxy = createMcpHttpProxy({
      guard,
      upstream,
      principalOf: ({ headers }) => {
        const presented = Buffer.from(sha256(headers.get('authorization') ?? ''));
        return timingSafeEqual(presented, expected) ? principal : undefined;
      },
      ...(prefix === undefined ? {} : { prefix }),
      ...(pinTools === undefined ? {} : { pinTools }),
      ...(upstreamToken === undefined ? {} : { upstreamHeaders: () => ({ authorization: `Bearer ${upstreamToken}` }) }),
      onEvent: (event) => notice({ type: 'mcp', event }),
    });
    const listener = nodeListener(proxy);
    const server = createServer((incoming, outgoing) => {
      listener(incoming, outgoing).catch(() => outgoing.destroy());
    });
    server.listen(options.port, options.host);
    await once(server, 'listening', { signal });
    const { port } = server.address() as AddressInfo;
    onReady({ schema: 'bezoar.guard-mcp/v1', address: `http://${options.host}:${port}`, upstream, mode });
    if (!signal.aborted) await once(signal, 'abort');
    server.close();
    await proxy.close();
    server.closeAllConnections();
    await finish();
  } finally {
    await close();
  }
}
