import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, describeError, type Principal, sha256, systemClock, UsageError } from '@bezoar/core';
import type { GuardMode } from '@bezoar/guard';
import { nodeListener } from '@bezoar/guard/adapters';
import { createMcpHttpProxy } from '@bezoar/guard/mcp';
import { openAlerts } from '../guard-alerts.ts';
import { type GuardLocation, openProjectGuard, refuseLoosened } from '../project-guard.ts';
import { sealReceipts } from '../receipts/guard-seal.ts';
import type { McpNotice } from './guard-mcp.ts';

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
  await refuseLoosened(options.location);
  const alerts = openAlerts({
    environment: options.environment,
    clock: options.clock ?? systemClock,
    onFault: (message) => notice({ type: 'fault', message }),
  });
  const { project, policy, guard, storeName, close } = await openProjectGuard(options, {
    mode,
    mayCreate: true,
    onEvent: (event) => notice({ type: 'guard', event }),
    alerts,
  });
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
    await guard.drain();
    try {
      await sealReceipts({ project, policy, store: guard.store, storeName, clock: options.clock ?? systemClock });
    } catch (error) {
      notice({ type: 'fault', message: `the receipts are not in the ledger yet: ${describeError(error)}` });
    }
  } finally {
    await close();
  }
}
