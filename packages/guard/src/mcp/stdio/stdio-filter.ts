import type { Readable, Writable } from 'node:stream';
import type { McpIdentity, McpRules } from '../mcp-rules.ts';
import { KNOWN_VERSIONS } from '../message/methods.ts';
import { createMcpSession } from '../session/mcp-session.ts';
import { type Outgoing, resolveRules } from '../session/session-state.ts';
import { createLineWriter } from './line-writer.ts';
import { type Line, readLines } from './read-lines.ts';
import { refuseLine } from './refuse-line.ts';

/** The streams of a client and a server, each by its own name for them: `input` is what it reads from us at the server. */
export interface StdioFilterOptions extends McpRules, McpIdentity {
  /** Our own standard input and output. */
  readonly client: { readonly input: Readable; readonly output: Writable };
  /** The server's standard input and output. */
  readonly server: { readonly input: Writable; readonly output: Readable };
}

/** A filter that runs until one side ends. */
export interface StdioFilter {
  /** Resolves when the server has no more to say, every outcome is recorded and the client has been told. Never rejects. */
  readonly done: Promise<void>;
  /** Ends both sides. What was sent and not answered has an unknown outcome. */
  close(): Promise<void>;
}

/**
 * Stands between a client and a server of the Model Context Protocol that speak over standard streams (newline-delimited
 * JSON-RPC; MCP 2025-11-25, basic/transports). Nothing passes that is not known: calls are authorized and forwarded with
 * the arguments that were judged, lists of tools are filtered, what the server asks of the client is refused.
 */
export function createStdioFilter(options: StdioFilterOptions): StdioFilter {
  const { client, server } = options;
  const resolved = resolveRules(options);
  const { limits } = resolved;
  const toClient = createLineWriter(client.output);
  const toServer = createLineWriter(server.input);
  const underWay = new Set<Promise<void>>();

  const deliver = (outgoing: Outgoing | undefined): void => {
    if (outgoing !== undefined) (outgoing.to === 'client' ? toClient : toServer).write(outgoing.message);
  };
  const session = createMcpSession(resolved, {
    identity: options,
    versions: KNOWN_VERSIONS,
    transport: 'stdio',
    push: deliver,
  });
  // INVARIANT: as many are under way as requests may be open; the rest is refused, and nothing waits in a queue.
  const track = (verdict: Promise<Outgoing | undefined>): void => {
    const delivered = verdict
      .then(deliver)
      // A fault of the guard itself: the message does not pass.
      .catch(() => undefined)
      .finally(() => underWay.delete(delivered));
    underWay.add(delivered);
  };
  const pump = async (from: 'client' | 'server', input: Readable, maxBytes: number): Promise<void> => {
    const judge = (line: Line): ReturnType<typeof session.fromClient> => {
      if (line.kind !== 'line') return refuseLine(from, line, session, resolved.emit);
      return from === 'client' ? session.fromClient(line.bytes) : session.fromServer(line.bytes);
    };
    for await (const line of readLines(input, maxBytes)) {
      const verdict = judge(line);
      if (verdict instanceof Promise) track(verdict);
      else deliver(verdict);
      await toClient.ready();
      await toServer.ready();
    }
  };
  const pumped = (from: 'client' | 'server', input: Readable, maxBytes: number): Promise<void> =>
    // A stream that breaks has ended.
    pump(from, input, maxBytes).catch(() => undefined);
  const quiet = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay);
  };

  const run = async (): Promise<void> => {
    const clientSide = pumped('client', client.input, limits.clientMessageBytes)
      .then(quiet)
      .then(() => toServer.end());
    await pumped('server', server.output, limits.serverMessageBytes);
    for (const answer of await session.close()) deliver(answer);
    await quiet();
    client.input.destroy();
    await clientSide;
    await toClient.end();
  };
  const done = run();
  return {
    done,
    close: async () => {
      client.input.destroy();
      server.input.destroy();
      server.output.destroy();
      await done;
    },
  };
}
