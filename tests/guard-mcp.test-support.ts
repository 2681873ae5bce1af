import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '@bezoar/core';
import { createGuard, createMemoryStore, type Guard, parseGuardPolicy } from '@bezoar/guard';
import { DECISION_META, type McpRules, runStdioGuard } from '@bezoar/guard/mcp';

/** The parts of the official client that are used; installed under interop/mcp, by .ci/setup. */
export interface Client {
  connect(transport: unknown): Promise<void>;
  close(): Promise<void>;
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<ToolResult>;
  readResource(what: { uri: string }): Promise<unknown>;
  getPrompt(what: { name: string }): Promise<unknown>;
  ping(): Promise<unknown>;
  setRequestHandler(schema: unknown, handler: (request: unknown) => unknown): void;
}

/** What a tool answered. */
export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly isError?: boolean;
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** The guard's decision that a refused call carries, whatever shape of output the tool declared. */
export function decisionIn({ _meta }: ToolResult): Readonly<Record<string, unknown>> {
  return (_meta?.[DECISION_META] ?? {}) as Readonly<Record<string, unknown>>;
}

const FOLDER = new URL('../interop/mcp/', import.meta.url);
// Resolved at run time, below interop/mcp: no lint can see it, and npm test does not install it.
const load = createRequire(new URL('package.json', FOLDER));

/** The program of an official server. */
export function serverProgram(name: 'server-everything' | 'server-filesystem'): string {
  return fileURLToPath(new URL(`node_modules/@modelcontextprotocol/${name}/dist/index.js`, FOLDER));
}

/** The official client; it says that it can sample, so that a server would ask it to. */
export function officialClient(): Client {
  const { Client: Official } = load('@modelcontextprotocol/sdk/client/index.js') as {
    Client: new (info: object, options: object) => Client;
  };
  return new Official(
    { name: 'test', version: '1.0.0' },
    { capabilities: { sampling: {}, roots: {}, elicitation: {} } },
  );
}

/** A guard over actions and tools as a compiled policy has them. */
export function guardOf(
  actions: readonly Readonly<Record<string, unknown>>[],
  tools: readonly Readonly<Record<string, unknown>>[],
): Promise<Guard> {
  const policy = canonicalJson({
    version: 1,
    actions: {
      default: 'deny',
      lookups: [],
      actions: actions.map((action) => ({ claims: [], oncePer: [], ceilings: [], ...action })),
    },
    guard: { leastPrivilege: { tools: tools.map((tool) => ({ destinations: [], secrets: [], ...tool })) } },
  });
  return createGuard({ policy: parseGuardPolicy(policy), store: createMemoryStore() });
}

export const ANNA = { account: 'anna', tenant: 'acme' };

/** The official client, connected to an official server through the filter. */
export async function connectStdio(
  args: readonly string[],
  rules: McpRules,
): Promise<{ readonly client: Client; readonly close: () => Promise<unknown> }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const running = await runStdioGuard({
    ...rules,
    principal: ANNA,
    client: { input, output },
    command: process.execPath,
    args,
    environment: process.env,
  });
  // The SDK's transport over given streams; a client may use it as well as a server.
  const { StdioServerTransport } = load('@modelcontextprotocol/sdk/server/stdio.js') as {
    StdioServerTransport: new (input: Readable, output: PassThrough) => unknown;
  };
  const client = officialClient();
  await client.connect(new StdioServerTransport(output, input));
  return {
    client,
    close: async () => {
      await client.close();
      return running.close();
    },
  };
}

/** Serves a function of requests on a free port of this machine; its address. */
export async function serve(
  handle: (request: Request) => Promise<Response>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'DELETE' && incoming.method !== 'HEAD';
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
    } as RequestInit);
    void handle(request).then((response) => {
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.flushHeaders();
      if (response.body === null) outgoing.end();
      else
        Readable.fromWeb(response.body as never)
          .on('error', () => outgoing.destroy())
          .pipe(outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The official client, connected over HTTP with a bearer token. */
export async function connectHttp(url: string, token: string): Promise<Client> {
  const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js') as {
    StreamableHTTPClientTransport: new (url: URL, options: object) => unknown;
  };
  const client = officialClient();
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  return client;
}
