import { gzipSync } from 'node:zlib';
import { goodAnswer } from './good-answer.ts';
import { type Misbehaviour, send, sendRaw, type WireExchange } from './misbehaviour.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** Pieces of an endless answer. */
const PIECE: string = 'x'.repeat(16 * 1024);

/** Servers whose bytes go wrong. */
export const TRANSPORT_FAULTS: Readonly<Record<string, Misbehaviour>> = {
  'never-answers': (exchange) => exchange.settle(),
  'stalls-mid-body': (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'application/json' });
    exchange.response.write('{"choices":[', exchange.settle);
  },
  'drips-slowly': (exchange) => drip(exchange, 0),
  'resets-before-answer': ({ response }) => response.socket?.resetAndDestroy(),
  'resets-mid-body': (exchange) =>
    sendRaw(exchange, `${HEAD}Content-Length: 500\r\n\r\n{"choices":[`, () =>
      exchange.response.socket?.resetAndDestroy(),
    ),
  'closes-before-answer': ({ response }) => response.socket?.destroy(),
  'closes-mid-body': (exchange) => {
    sendRaw(exchange, `${HEAD}Content-Length: 500\r\n\r\n{"choices":[`);
    exchange.response.socket?.end();
  },
  'content-length-too-long': (exchange) => {
    const body = bodyOf(exchange);
    sendRaw(exchange, `${HEAD}Content-Length: ${body.length + 9}\r\n\r\n${body}`);
    exchange.response.socket?.end();
  },
  'content-length-too-short': (exchange) => {
    const body = bodyOf(exchange);
    sendRaw(exchange, `${HEAD}Content-Length: ${body.length - 9}\r\n\r\n${body}`);
  },
  'broken-chunks': (exchange) => sendRaw(exchange, `${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}`),
  'no-http': (exchange) => sendRaw(exchange, 'SSH-2.0-OpenSSH_9.6\r\n\r\n'),
  'giant-body': (exchange) => send(exchange, JSON.stringify({ choices: [], filler: PIECE.repeat(32) })),
  'giant-headers': (exchange) => sendRaw(exchange, `${HEAD}X-Filler: ${PIECE.repeat(4)}\r\n\r\n{}`),
  'endless-chunks': (exchange) => {
    exchange.response.writeHead(200, { 'content-type': 'application/json' });
    flood(exchange);
  },
  'compressed-bomb': ({ response }) => {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync(JSON.stringify({ filler: PIECE.repeat(512) })));
  },
};

function bodyOf({ question }: WireExchange): string {
  return JSON.stringify(goodAnswer(question));
}

/** A byte at a time, for ever: no pause is long. */
function drip(exchange: WireExchange, sent: number): void {
  const { response, settle } = exchange;
  if (response.destroyed) return;
  if (sent === 0) response.writeHead(200, { 'content-type': 'application/json' });
  if (sent === 20) settle();
  response.write(' ', () => setImmediate(drip, exchange, sent + 1));
}

/** As fast as it is taken, for ever. */
function flood(exchange: WireExchange): void {
  const { response } = exchange;
  while (!response.destroyed && response.write(PIECE));
  if (!response.destroyed) response.once('drain', () => flood(exchange));
}
