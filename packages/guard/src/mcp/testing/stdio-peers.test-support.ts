import { PassThrough, type Readable } from 'node:stream';
import type { Guard } from '../../guard/create-guard.ts';
import type { McpEvent } from '../mcp-event.ts';
import { createStdioFilter, type StdioFilter, type StdioFilterOptions } from '../stdio/stdio-filter.ts';
import { ANNA, sampleGuard } from './sample-guard.test-support.ts';

type Message = Record<string, unknown>;

/** One end of the filter, as a peer sees it. */
export interface Peer {
  /** Writes a message, or a text as it is, with a line feed. */
  send(message: Message | string | Uint8Array): void;
  /** The next message that arrives; rejects when there will be none. */
  next(): Promise<Message>;
  /** The text of the next line. */
  nextLine(): Promise<string>;
  end(): void;
}

/** A filter between two peers in memory. */
export interface Bench {
  readonly client: Peer;
  readonly server: Peer;
  readonly filter: StdioFilter;
  readonly guard: Guard;
  readonly events: readonly McpEvent[];
  /** Sends a call, without waiting for anything. */
  call(id: number | string, name: string, values?: unknown, more?: Message): void;
  /** A ping goes through: whatever was sent before it was dealt with. Fails where the server hears anything else first. */
  serverHearsNothing(): Promise<void>;
}

/** Opens a filter, and initializes it unless told otherwise. */
export async function openBench(
  options: Partial<StdioFilterOptions> & { readonly isNew?: boolean } = {},
): Promise<Bench> {
  const { isNew = false, onEvent, ...rules } = options;
  const guard = options.guard ?? (await sampleGuard());
  const events: McpEvent[] = [];
  const [toFilter, fromFilter, toServer, fromServer] = Array.from({ length: 4 }, () => new PassThrough());
  const filter = createStdioFilter({
    principal: ANNA,
    ...rules,
    guard,
    client: { input: toFilter!, output: fromFilter! },
    server: { input: toServer!, output: fromServer! },
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
  });
  const client = peer(toFilter!, fromFilter!);
  const server = peer(fromServer!, toServer!);
  const bench: Bench = {
    client,
    server,
    filter,
    guard,
    events,
    call: (id, name, values = {}, more = {}) =>
      client.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: values, ...more } }),
    serverHearsNothing: async () => {
      client.send({ jsonrpc: '2.0', id: 'quiet', method: 'ping' });
      const heard = await server.next();
      if (heard.method !== 'ping') throw new Error(`the server heard ${JSON.stringify(heard)}`);
      server.send({ jsonrpc: '2.0', id: 'quiet', result: {} });
      const answer = await client.next();
      if (answer.id !== 'quiet') throw new Error(`the client heard ${JSON.stringify(answer)}`);
    },
  };
  if (!isNew) await initialize(bench);
  return bench;
}

export const INITIALIZE: Message = {
  jsonrpc: '2.0',
  id: 'init',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

async function initialize({ client, server }: Bench): Promise<void> {
  client.send(INITIALIZE);
  await server.next();
  const result = {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 's', version: '1' },
  };
  server.send({ jsonrpc: '2.0', id: 'init', result });
  await client.next();
}

function peer(writer: PassThrough, reader: Readable): Peer {
  const lines = linesOf(reader);
  const nextLine = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the stream ended');
    return value;
  };
  return {
    send: (message) => {
      const isRaw = typeof message === 'string' || message instanceof Uint8Array;
      writer.write(Buffer.concat([Buffer.from(isRaw ? message : JSON.stringify(message)), Buffer.from('\n')]));
    },
    nextLine,
    next: async () => JSON.parse(await nextLine()) as Message,
    end: () => writer.end(),
  };
}

async function* linesOf(reader: Readable): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of reader) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
