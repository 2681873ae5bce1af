import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { connectionFault, FetchFault, lasting, passing } from './fetch-failure.ts';
import type { OpenResponse } from './open-response.ts';
import type { WebEnvironment } from './web-environment.ts';

const DECODERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** The content encoding of an answer, `identity` where it has none. */
export function contentEncoding(response: OpenResponse): string {
  const encoding = response.header('content-encoding')?.trim().toLowerCase();
  return encoding === undefined || encoding === '' ? 'identity' : encoding;
}

/**
 * The body of an answer with its content encoding removed: the bytes that other downloaders store and digest, whatever
 * a server or proxy does on the way. Limits apply before and after, so that a compressed bomb ends where it exceeds
 * them (CWE-409). `alreadyBytes` counts toward `maxBytes`. Throws a `FetchFault`.
 */
export async function* bodyChunks(
  response: OpenResponse,
  environment: WebEnvironment,
  alreadyBytes: number,
): AsyncGenerator<Buffer, void, void> {
  const { maxBytes } = environment.limits;
  const encoding = contentEncoding(response);
  const raw = wireChunks(response, environment, alreadyBytes);
  if (encoding === 'identity') {
    yield* raw;
    return;
  }
  if (!Object.hasOwn(DECODERS, encoding)) {
    await raw.return();
    response.close();
    throw lasting('encoding', `the content encoding \`${encoding}\` is not known`);
  }
  const decoder = DECODERS[encoding as keyof typeof DECODERS]();
  const source = Readable.from(raw, { objectMode: true });
  const fed = pipeline(source, decoder).then(
    () => undefined,
    (error: unknown) => error,
  );
  let bytes = alreadyBytes;
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
    const error = await fed;
    if (error !== undefined) throw error;
  } catch (error) {
    throw decodingFault(error);
  } finally {
    // First the connection: a server that stalls must not keep the end waiting.
    response.close();
    source.destroy();
    decoder.destroy();
    await fed;
  }
}

function decodingFault(error: unknown): unknown {
  if (error instanceof FetchFault) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return passing('cut', 'the compressed body ends too early');
  if (code.startsWith('Z_') || code.startsWith('ERR_') || code.startsWith('BR')) {
    return lasting('encoding', `the compressed body is damaged (${code})`);
  }
  return error;
}

function tooLarge(maxBytes: number): FetchFault {
  return lasting('too-large', `the body is larger than ${maxBytes} bytes`);
}

/** The bytes as they come over the wire, each piece within its deadline, all of them within theirs. */
async function* wireChunks(
  response: OpenResponse,
  { limits, signal }: WebEnvironment,
  alreadyBytes: number,
): AsyncGenerator<Buffer, void, void> {
  const { message } = response;
  const { idleMs, bodyMs, maxBytes } = limits;
  if (alreadyBytes + Number(response.header('content-length') ?? 0) > maxBytes) {
    response.close();
    throw tooLarge(maxBytes);
  }
  const stop = (fault: FetchFault) => (): void => {
    message.destroy(fault);
  };
  const onAbort = (): void => {
    message.destroy(new Error('aborted'));
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const bodyTimer = setTimeout(stop(passing('timeout', `the body took more than ${bodyMs} ms`)), bodyMs);
  const idleTimer = setTimeout(stop(passing('timeout', `nothing came for ${idleMs} ms`)), idleMs);
  let bytes = alreadyBytes;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      idleTimer.refresh();
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      yield chunk;
    }
    if (!message.complete) throw passing('cut', 'the body ends too early');
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FetchFault) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'ECONNRESET' ? passing('cut', 'the body ends too early') : connectionFault(error);
  } finally {
    clearTimeout(bodyTimer);
    clearTimeout(idleTimer);
    signal?.removeEventListener('abort', onAbort);
    message.destroy();
  }
}
