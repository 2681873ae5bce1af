import { describeError, parseUnrepeatedJson } from '@bezoar/core/actions';

/** Largest body that is read, 256 KiB: four times what the guard takes as arguments, for spaces and escapes (CWE-770). */
export const DEFAULT_MAX_BODY_BYTES: number = 256 * 1024;

/** A body's JSON, or why there is none. */
export type JsonBody = { readonly value: unknown } | { readonly fault: string; readonly status: 400 | 413 };

/** Reads the JSON of a request; an empty body is an empty object. A name that stands twice is a fault. */
// Attacker controls: the body.
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) return { fault: `expected at most ${maxBytes} bytes`, status: 413 };
      chunks.push(chunk);
    }
    if (size === 0) return { value: {} };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { value: parseUnrepeatedJson(text) };
  } catch (error) {
    return { fault: error instanceof SyntaxError ? describeError(error) : 'the body could not be read', status: 400 };
  }
}
