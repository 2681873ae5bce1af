import { answerWell, type Misbehaviour, send, type WireExchange } from './misbehaviour.ts';

/** Servers whose status goes wrong. */
export const STATUS_FAULTS: Readonly<Record<string, Misbehaviour>> = {
  'too-many-then-good': (exchange) =>
    exchange.count <= 2 ? refuse(exchange, 429, { 'retry-after': '7' }) : answerWell(exchange),
  'fails-then-good': (exchange) =>
    exchange.count <= 2 ? refuse(exchange, 500 + exchange.count) : answerWell(exchange),
  'resets-then-good': (exchange) =>
    exchange.count <= 2 ? exchange.response.socket?.resetAndDestroy() : answerWell(exchange),
  'too-many-for-ever': (exchange) => refuse(exchange, 429),
  'fails-for-ever': (exchange) => refuse(exchange, 500),
  'overloaded-for-a-day': (exchange) => refuse(exchange, 503, { 'retry-after': '86400' }),
  'asks-for-patience': (exchange) => refuse(exchange, 503, { 'retry-after': '50' }),
  'bad-request': (exchange) => refuse(exchange, 400),
  'not-found': (exchange) => refuse(exchange, 404),
  /** Repeats the key, whole and in part, as some do. */
  'repeats-the-key': (exchange) => {
    const key = String(exchange.question.headers.authorization).slice('Bearer '.length);
    const message = `Incorrect key: ${key}. You gave ${key.slice(0, 8)}****${key.slice(-4)} (x=${key})`;
    send(exchange, JSON.stringify({ error: { message } }), 'application/json', 401);
  },
  'redirects-away': (exchange) => refuse(exchange, 307, { location: 'http://127.0.0.1:1/v1/chat/completions' }),
  'redirects-to-itself': (exchange) => refuse(exchange, 308, { location: exchange.question.path }),
  'accepted-only': (exchange) => send(exchange, '{}', 'application/json', 202),
  'no-content': ({ response }) => response.writeHead(204).end(),
  'wants-other-limit': (exchange) =>
    'max_completion_tokens' in exchange.question.body
      ? answerWell(exchange)
      : send(
          exchange,
          JSON.stringify({
            error: { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." },
          }),
          'application/json',
          400,
        ),
  'refuses-tools': (exchange) => ('tools' in exchange.question.body ? refuse(exchange, 400) : answerWell(exchange)),
  'refuses-logprobs': (exchange) =>
    exchange.question.body.logprobs === true ? refuse(exchange, 400) : answerWell(exchange),
  'has-no-completions': (exchange) =>
    exchange.question.path.endsWith('/chat/completions') ? answerWell(exchange) : refuse(exchange, 404),
  'error-as-answer': (exchange) => send(exchange, JSON.stringify({ error: { code: 400, message: 'no such model' } })),
  'overload-as-answer': (exchange) => send(exchange, JSON.stringify({ error: { code: 429, message: 'slow down' } })),
  'unknown-error-as-answer': (exchange) => send(exchange, JSON.stringify({ error: 'something broke' })),
};

function refuse({ response }: WireExchange, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify({ error: { message: `status ${status}\u202e\n\`quoted\`` } }));
}
