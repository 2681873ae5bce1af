import type { ServerResponse } from 'node:http';
import { goodAnswer, type WireQuestion } from './good-answer.ts';

/** One question to a server that misbehaves. */
export interface WireExchange {
  readonly question: WireQuestion;
  /** Questions so far, this one included. */
  readonly count: number;
  readonly response: ServerResponse;
  /** Says that the server has done all that it will ever do for this question. */
  readonly settle: () => void;
}

/** How a server answers a question, or does not. */
export type Misbehaviour = (exchange: WireExchange) => void;

/** Sends bytes as they are, without the care that `node:http` takes, and leaves the connection open. */
export function sendRaw({ response }: WireExchange, text: string, then?: () => void): void {
  response.socket?.write(text, then);
}

/** Answers with a body of the given type. */
export function send(
  exchange: WireExchange,
  body: string | Uint8Array,
  contentType = 'application/json',
  status = 200,
): void {
  exchange.response.writeHead(status, { 'content-type': contentType }).end(body);
  exchange.settle();
}

/** Answers well. */
export function answerWell(exchange: WireExchange, weights?: string): void {
  send(exchange, JSON.stringify(goodAnswer(exchange.question, weights)));
}

/** Answers with a good answer that was changed. */
export function answerChanged(change: (answer: Record<string, unknown>) => unknown): Misbehaviour {
  return (exchange) => send(exchange, JSON.stringify(change(goodAnswer(exchange.question))));
}

/** Answers with a good answer whose only choice was changed. */
export function answerChoice(change: (choice: Record<string, unknown>) => unknown): Misbehaviour {
  return answerChanged((answer) => ({
    ...answer,
    choices: [change((answer.choices as Record<string, unknown>[])[0]!)],
  }));
}

/** Answers with a good answer whose message was changed. */
export function answerMessage(message: Readonly<Record<string, unknown>>, finish = 'stop'): Misbehaviour {
  return answerChoice(() => ({ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }));
}
