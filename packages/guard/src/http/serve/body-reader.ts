import type { IncomingMessage } from 'node:http';

/** The body of a request, read by whoever asks first: the handler, or what drops the rest. */
export interface BodyReader {
  /** As a `Request` takes it; nothing is read before it is asked for. */
  stream(): ReadableStream<Uint8Array>;
  /** Reads and drops at most so many bytes. Resolves to whether the body has ended. */
  drop(maxBytes: number): Promise<boolean>;
}

/** Reads a body chunk by chunk. */
export function readerOf(incoming: IncomingMessage): BodyReader {
  const chunks = incoming[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return {
    stream: () =>
      new ReadableStream<Uint8Array>(
        {
          pull: async (controller) => {
            const { done, value } = await chunks.next();
            if (done === true) controller.close();
            else controller.enqueue(value);
          },
        },
        { highWaterMark: 0 },
      ),
    drop: async (maxBytes) => {
      try {
        for (let dropped = 0; dropped <= maxBytes; ) {
          const { done, value } = await chunks.next();
          if (done === true) return true;
          dropped += value.byteLength;
        }
      } catch {
        // The client went away: there is nobody to answer.
      }
      return false;
    },
  };
}
