import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_FAULTS, CONTENT_ODDITIES } from './misbehaving/content-faults.ts';
import type { WireQuestion } from './misbehaving/good-answer.ts';
import type { Misbehaviour } from './misbehaving/misbehaviour.ts';
import { STATUS_FAULTS } from './misbehaving/status-faults.ts';
import { TRANSPORT_FAULTS } from './misbehaving/transport-faults.ts';

/** Everything that a server of models does wrong here, by name; `good` does nothing wrong. */
export const MISBEHAVIOURS: Readonly<Record<string, Misbehaviour>> = {
  ...CONTENT_ODDITIES,
  ...CONTENT_FAULTS,
  ...STATUS_FAULTS,
  ...TRANSPORT_FAULTS,
};

/** A server of models on loopback that misbehaves. */
export interface MisbehavingServer {
  /** Base address: `http://127.0.0.1:40123/v1`. */
  readonly url: string;
  /** Everything that it was asked. */
  readonly questions: readonly WireQuestion[];
  /** Resolves when the server has done all that it will do for a question. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server that answers `/chat/completions` and `/completions` as the name, one of `MISBEHAVIOURS`, says. */
export async function startMisbehavingServer(name: string): Promise<MisbehavingServer> {
  const misbehave = MISBEHAVIOURS[name];
  if (misbehave === undefined) throw new Error(`no server misbehaves by \`${name}\``);
  const questions: WireQuestion[] = [];
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const server = createServer(async (request, response) => {
    const question = await readQuestion(request);
    questions.push(question);
    misbehave({ question, count: questions.length, response, settle });
  });
  // The other end goes away in many of these.
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    settled: () => settled,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readQuestion(request: IncomingMessage): Promise<WireQuestion> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { headers, url: path = '' } = request;
  return { path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
}
