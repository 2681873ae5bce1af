import { ModelError } from '../../model/model-error.ts';
import { PassingFault } from '../waiting/passing-fault.ts';
import type { Sleep } from '../waiting/sleep.ts';
import { within } from '../waiting/within.ts';
import { connectionFault } from './connection-fault.ts';

/** How a body is read. */
export interface ReadBodyOptions {
  readonly sleep: Sleep;
  readonly stallMs: number;
  readonly maxBytes: number;
  /** Reads the beginning alone, and drops the rest. */
  readonly isCut?: boolean;
}

/**
 * The bytes of an answer, unpacked. Throws a `ModelError` where there are more than `maxBytes`, a `PassingFault` where it
 * stands still or breaks off.
 */
export async function readBody(
  response: Response,
  { sleep, stallMs, maxBytes, isCut = false }: ReadBodyOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const next = () => reader.read();
      const { done, value } = await within({ ms: stallMs, sleep, signal, what: 'no further byte' }, next);
      if (done) return Buffer.concat(chunks);
      bytes += value.byteLength;
      chunks.push(value);
      if (bytes > maxBytes && isCut) return Buffer.concat(chunks).subarray(0, maxBytes);
      if (bytes > maxBytes) {
        throw new ModelError('evaluate/model-too-large', `expected an answer of at most ${maxBytes} bytes`);
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ModelError)) throw connectionFault(error);
    throw error.code === 'evaluate/model-timeout' ? new PassingFault(error) : error;
  } finally {
    // Also where it ended; what is left unread would hold the connection.
    reader.cancel().catch(() => undefined);
  }
}
