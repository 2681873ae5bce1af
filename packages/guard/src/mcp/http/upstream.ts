import { MAX_UPSTREAM_ID_LENGTH } from './http-limits.ts';
import { type McpHttpProxyOptions, parseUpstream } from './http-options.ts';
import type { ProxySession } from './session-table.ts';

/** One request to the server. */
export interface UpstreamRequest {
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly session: Pick<ProxySession, 'principal' | 'upstreamId' | 'version'>;
  readonly body?: string;
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
}

/** Asks the one server. Rejects where it gives no answer. */
export type Upstream = (request: UpstreamRequest) => Promise<Response>;

/** Headers that the protocol and HTTP own. */
const OWN_HEADERS = [
  'accept',
  'content-type',
  'content-length',
  'host',
  'mcp-session-id',
  'mcp-protocol-version',
  'last-event-id',
];

/** The server of a proxy. Redirects come back as they are: to follow one would send what was judged to an address that nobody configured (CWE-918). */
export function createUpstream(options: McpHttpProxyOptions): Upstream {
  const url = parseUpstream(options.upstream, options.allowPlainHttp ?? false);
  const ask = options.fetch ?? fetch;
  return async ({ method, session: { principal, upstreamId, version }, body, lastEventId, signal }) => {
    const headers = new Headers(await options.upstreamHeaders?.(principal));
    for (const name of OWN_HEADERS) headers.delete(name);
    headers.set('accept', method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream');
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (upstreamId !== undefined) headers.set('mcp-session-id', upstreamId);
    if (version !== undefined) headers.set('mcp-protocol-version', version);
    if (lastEventId !== undefined) headers.set('last-event-id', lastEventId);
    return ask(url, { method, headers, redirect: 'manual', signal, ...(body === undefined ? {} : { body }) });
  };
}

/** The id that a server gave a session; undefined where it gave none that the protocol allows (visible ASCII). */
export function upstreamSessionId(response: Response): string | undefined {
  const id = response.headers.get('mcp-session-id') ?? '';
  return id.length <= MAX_UPSTREAM_ID_LENGTH && /^[\u0021-\u007e]+$/.test(id) ? id : undefined;
}

/** Which of the two forms of an answer a response is. */
export function formOf(response: Response): 'json' | 'events' | undefined {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (!response.ok || response.body === null) return undefined;
  if (type === 'application/json') return 'json';
  return type === 'text/event-stream' ? 'events' : undefined;
}
