import { type Principal, systemClock } from '@bezoar/core/actions';
import { HTTP_VERSIONS } from '../message/methods.ts';
import { idKey } from '../message/rpc-message.ts';
import { createMcpSession } from '../session/mcp-session.ts';
import { type Outgoing, resolveRules } from '../session/session-state.ts';
import { emptyAnswer, jsonAnswer, refusedAnswer, streamAnswer } from './http-answer.ts';
import { DEFAULT_MCP_HTTP_LIMITS, MAX_OPENING } from './http-limits.ts';
import type { McpHttpProxyOptions } from './http-options.ts';
import { postInitialize, postOneWay, postRequest } from './post-message.ts';
import { readBody } from './read-body.ts';
import { bodyOf, type Relay, relayedEvents, replyUpstream } from './relay.ts';
import { createSessionTable, type ProxySession } from './session-table.ts';
import { createUpstream, formOf } from './upstream.ts';

/** A proxy for the streamable HTTP transport, as a function of requests. */
export interface McpHttpProxy {
  /** Never rejects. */
  (request: Request): Promise<Response>;
  /** Ends every session. What was sent and not answered has an unknown outcome. */
  close(): Promise<void>;
}

/**
 * Stands between clients and one server of the Model Context Protocol over streamable HTTP (MCP 2025-03-26 to 2025-11-25,
 * basic/transports). The same rules hold as between standard streams. Sessions have ids of the proxy's own, each bound to
 * the principal that opened it; of a client's headers only the protocol's own reach the server, its credentials never.
 * Throws a `UsageError` for options that cannot be obeyed.
 */
export function createMcpHttpProxy(options: McpHttpProxyOptions): McpHttpProxy {
  const resolved = resolveRules(options);
  const clock = options.clock ?? systemClock;
  const limits = { ...DEFAULT_MCP_HTTP_LIMITS, ...options.httpLimits };
  const upstream = createUpstream(options);
  const sessions = createSessionTable(limits, clock, (entry) => void endUpstream(entry));
  const origins = new Set(options.allowedOrigins);
  let opening = 0;
  const { clientMessageBytes, serverMessageBytes } = resolved.limits;

  const relayOf = (entry: ProxySession): Relay => ({ entry, upstream, maxBytes: serverMessageBytes });

  const open = (principal: Principal): ProxySession => {
    const push = ({ to, message, id }: Outgoing): void => {
      if (to === 'server') replyUpstream(relayOf(entry), message);
      else if (id !== undefined) entry.waiting.get(idKey(id))?.(message);
    };
    const { context } = options;
    const identity = { principal, ...(context === undefined ? {} : { context }) };
    const entry: ProxySession = {
      principal,
      session: createMcpSession(resolved, { identity, versions: HTTP_VERSIONS, transport: 'http', push }),
      waiting: new Map(),
      eventIds: new Set(),
      listeners: 0,
      replies: 0,
      usedAt: clock(),
      ended: new AbortController(),
    };
    return entry;
  };

  const initialize = async (principal: Principal, bytes: Uint8Array): Promise<Response> => {
    const entry = open(principal);
    const outgoing = await entry.session.fromClient(bytes);
    if (entry.session.phase() !== 'initializing' || outgoing?.id === undefined) {
      await sessions.end(entry);
      return outgoing?.to === 'client' ? jsonAnswer(outgoing.message, 400) : refusedAnswer(400, 'mcp/not-initialized');
    }
    const message = await postInitialize(relayOf(entry), outgoing.message, outgoing.id);
    const version = entry.session.version();
    if (version !== undefined) entry.version = version;
    if (version !== undefined && sessions.add(entry)) {
      return jsonAnswer(message, 200, { 'mcp-session-id': entry.session.id });
    }
    await sessions.end(entry);
    await endUpstream(entry);
    return version === undefined ? jsonAnswer(message) : refusedAnswer(503, 'mcp/too-many-open');
  };

  const post = async (request: Request, principal: Principal): Promise<Response> => {
    const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json' || request.headers.has('content-encoding'))
      return refusedAnswer(415, 'mcp/malformed');
    const bytes = await readBody(request.body, clientMessageBytes);
    if (bytes === undefined) return refusedAnswer(413, 'mcp/oversize');
    const entry = sessionOf(request, principal);
    if (entry === 'none') {
      if (opening >= MAX_OPENING) return refusedAnswer(503, 'mcp/too-many-open');
      opening += 1;
      return initialize(principal, bytes).finally(() => {
        opening -= 1;
      });
    }
    if (entry === 'unknown') return refusedAnswer(404, 'mcp/not-initialized');
    const outgoing = await entry.session.fromClient(bytes);
    if (outgoing === undefined) return emptyAnswer(202);
    if (outgoing.to === 'client') return jsonAnswer(outgoing.message, outgoing.id === undefined ? 400 : 200);
    const relay = relayOf(entry);
    const forget = (): void => void sessions.end(entry);
    if (outgoing.id === undefined) return postOneWay(relay, outgoing.message, forget);
    return postRequest(relay, outgoing.message, outgoing.id, forget);
  };

  const listen = async (request: Request, principal: Principal): Promise<Response> => {
    const entry = sessionOf(request, principal);
    if (typeof entry === 'string') return refusedAnswer(entry === 'none' ? 400 : 404, 'mcp/not-initialized');
    const lastEventId = request.headers.get('last-event-id') ?? undefined;
    // An id that this session was not sent may be of another one's stream.
    if (lastEventId !== undefined && !entry.eventIds.has(lastEventId)) return refusedAnswer(400, 'mcp/id');
    if (entry.listeners >= limits.listeners) return refusedAnswer(409, 'mcp/too-many-open');
    entry.listeners += 1;
    const gone = new AbortController();
    const leave = (): void => {
      entry.listeners -= 1;
      gone.abort();
    };
    const signal = AbortSignal.any([gone.signal, entry.ended.signal]);
    const relay = relayOf(entry);
    const resumed = lastEventId === undefined ? {} : { lastEventId };
    try {
      const response = await upstream({ method: 'GET', session: entry, ...resumed, signal });
      if (formOf(response) === 'events') {
        const events = relayedEvents(relay, response.body!);
        return streamAnswer(bodyOf(events, leave, () => gone.abort()));
      }
      await response.body?.cancel();
      leave();
      // 405: the server offers no such stream, which a client takes as it is.
      return refusedAnswer(response.status === 405 ? 405 : 502, 'mcp/lost');
    } catch {
      leave();
      return refusedAnswer(502, 'mcp/lost');
    }
  };

  const endUpstream = async (entry: ProxySession): Promise<void> => {
    if (entry.upstreamId === undefined) return;
    const signal = AbortSignal.timeout(resolved.limits.requestMs);
    const response = await upstream({ method: 'DELETE', session: entry, signal }).catch(() => undefined);
    await response?.body?.cancel();
  };

  const end = async (request: Request, principal: Principal): Promise<Response> => {
    const entry = sessionOf(request, principal);
    if (typeof entry === 'string') return refusedAnswer(entry === 'none' ? 400 : 404, 'mcp/not-initialized');
    await sessions.end(entry);
    await endUpstream(entry);
    return emptyAnswer(204);
  };

  const sessionOf = (request: Request, principal: Principal): ProxySession | 'none' | 'unknown' => {
    const id = request.headers.get('mcp-session-id');
    return id === null ? 'none' : (sessions.find(id, principal) ?? 'unknown');
  };

  const methods = new Map([
    ['POST', post],
    ['GET', listen],
    ['DELETE', end],
  ]);

  const handle = async (request: Request): Promise<Response> => {
    const origin = request.headers.get('origin');
    if (origin !== null && !origins.has(origin)) return emptyAnswer(403);
    const method = methods.get(request.method);
    if (method === undefined) return emptyAnswer(405);
    const principal = await options.principalOf(request);
    if (principal === undefined) return refusedAnswer(401, 'mcp/not-initialized', { 'www-authenticate': 'Bearer' });
    const version = request.headers.get('mcp-protocol-version');
    if (version !== null && !HTTP_VERSIONS.has(version)) return refusedAnswer(400, 'mcp/protocol-version');
    return method(request, principal);
  };

  const proxy = async (request: Request): Promise<Response> => {
    try {
      return await handle(request);
    } catch {
      return emptyAnswer(500);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all(sessions.all().map((entry) => sessions.end(entry)));
  };
  return Object.assign(proxy, { close });
}
