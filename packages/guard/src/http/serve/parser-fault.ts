import type { Duplex } from 'node:stream';
import type { GuardMode } from '../../decision/guard-mode.ts';
import { denialBody, HttpFault } from '../answer/http-fault.ts';
import { answerHeaders } from '../answer/json-answer.ts';

/**
 * Answers bytes that are no request, or came too slowly, and closes the connection. Which path was meant is unknown, so
 * that the answer is a denial.
 */
export function answerParserFault(error: Error, socket: Duplex, mode: GuardMode): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy();
    return;
  }
  const [status, reason] = statusOf(error);
  const body = JSON.stringify(denialBody(new HttpFault(status, 'guard/http-malformed', reason), mode));
  const headers = { ...answerHeaders(mode), connection: 'close', 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function statusOf(error: Error): readonly [number, string] {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'Request Header Fields Too Large'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout'];
  return [400, 'Bad Request'];
}
