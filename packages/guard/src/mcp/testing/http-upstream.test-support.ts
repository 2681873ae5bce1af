import type { Guard } from '../../guard/create-guard.ts';
import type { McpHttpProxyOptions } from '../http/http-options.ts';
import { createMcpHttpProxy, type McpHttpProxy } from '../http/http-proxy.ts';
import type { McpEvent } from '../mcp-event.ts';
import { ANNA, BEN, sampleGuard } from './sample-guard.test-support.ts';
import { INITIALIZE } from './stdio-peers.test-support.ts';

type Message = Record<string, unknown>;

/** A request as the fake server saw it. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: string | undefined;
  readonly message: Message | undefined;
  readonly text: string;
}

/** What the fake server answers; undefined falls back to an empty result. */
export type Answering = (seen: Seen, signal: AbortSignal) => Response | Promise<Response> | undefined;

/** A proxy in front of a fake server, with clients that are told apart by a bearer token. */
export interface HttpBench {
  readonly proxy: McpHttpProxy;
  readonly guard: Guard;
  readonly events: readonly McpEvent[];
  readonly seen: Seen[];
  /** Opens a session; its id. */
  open(token?: string): Promise<string>;
  post(session: string | undefined, message: unknown, headers?: Record<string, string>): Promise<Response>;
  ask(method: string, session: string | undefined, headers?: Record<string, string>): Promise<Response>;
}

export function json(message: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(message), { headers: { 'content-type': 'application/json', ...headers } });
}

/** A stream of events, each cut into pieces so that no reader may rely on chunks. */
export function events(...texts: readonly string[]): Response {
  const bytes = new TextEncoder().encode(texts.join(''));
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.subarray(at, at + 7));
      at += 7;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

export function event(message: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: message\ndata: ${JSON.stringify(message)}\n\n`;
}

/** The messages of a response, in either form. */
export async function messagesOf(response: Response): Promise<Message[]> {
  const text = await response.text();
  if (response.headers.get('content-type') === 'application/json') return [JSON.parse(text) as Message];
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)) as Message);
}

export async function httpBench(
  answering: Answering = () => undefined,
  options: Partial<McpHttpProxyOptions> = {},
): Promise<HttpBench> {
  const guard = options.guard ?? (await sampleGuard());
  const told: McpEvent[] = [];
  const seen: Seen[] = [];
  const fake = async (url: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const text = typeof init.body === 'string' ? init.body : '';
    const message = text === '' ? undefined : (JSON.parse(text) as Message);
    const one: Seen = {
      url: String(url),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      redirect: init.redirect,
      message,
      text,
    };
    seen.push(one);
    const answer = await answering(one, init.signal!);
    if (answer !== undefined) return answer;
    if (message?.method === 'initialize') {
      const result = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: {} };
      return json({ jsonrpc: '2.0', id: message.id, result }, { 'mcp-session-id': `upstream-${seen.length}` });
    }
    if (message?.id === undefined || message.method === undefined) return new Response(null, { status: 202 });
    return json({ jsonrpc: '2.0', id: message.id, result: { content: [] } });
  };
  const proxy = createMcpHttpProxy({
    upstream: 'https://tools.example/mcp',
    principalOf: (request) => ({ 'Bearer anna': ANNA, 'Bearer ben': BEN })[request.headers.get('authorization') ?? ''],
    fetch: fake as typeof fetch,
    onEvent: (one) => told.push(one),
    ...options,
    guard,
  });
  const ask: HttpBench['ask'] = (method, session, headers = {}) =>
    proxy(
      new Request('http://proxy.example/anything?x=1', {
        method,
        headers: {
          authorization: 'Bearer anna',
          ...(session === undefined ? {} : { 'mcp-session-id': session }),
          ...headers,
        },
      }),
    );
  const post: HttpBench['post'] = (session, message, headers = {}) =>
    proxy(
      new Request('http://proxy.example/anything?x=1', {
        method: 'POST',
        body: typeof message === 'string' ? message : JSON.stringify(message),
        headers: {
          authorization: 'Bearer anna',
          'content-type': 'application/json',
          ...(session === undefined ? {} : { 'mcp-session-id': session }),
          ...headers,
        },
      }),
    );
  const open = async (token = 'anna'): Promise<string> => {
    const response = await post(undefined, INITIALIZE, { authorization: `Bearer ${token}` });
    return response.headers.get('mcp-session-id') ?? `no session: ${response.status} ${await response.text()}`;
  };
  return { proxy, guard, events: told, seen, open, post, ask };
}

export function callOf(id: number | string, name: string, values: unknown): Message {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: values } };
}
