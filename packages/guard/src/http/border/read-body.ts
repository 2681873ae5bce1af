import { parseUnrepeatedJson } from '@bezoar/core/actions';
import { HttpFault, malformed } from '../answer/http-fault.ts';

/**
 * Largest body, bytes (CWE-770): 64 Ki characters of arguments and as many of text, at three bytes each, are 384 KiB; the
 * rest leaves room for names and escapes.
 */
export const DEFAULT_MAX_BODY_BYTES: number = 512 * 1024;

/** Reads a body of strict JSON: one media type, no encoding, UTF-8, no name twice. Throws an `HttpFault`. */
// Attacker controls: headers and body.
export async function readBody(request: Request, maxBytes: number): Promise<unknown> {
  checkMediaType(request.headers);
  const bytes = await readBytes(request, maxBytes);
  let text: string;
  try {
    // A byte order mark stays, and is no JSON (RFC 8259, section 8.1).
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('expected the body to be UTF-8');
  }
  try {
    return parseUnrepeatedJson(text);
  } catch {
    throw malformed('expected the body to be JSON in which no name stands twice, of at most 32 levels');
  }
}

/** Whether the headers announce a body. */
export function hasBody(headers: Headers): boolean {
  return headers.has('transfer-encoding') || (headers.get('content-length') ?? '0') !== '0';
}

/** A form or plain text can be sent from any web page without asking; JSON cannot (CWE-352). */
function checkMediaType(headers: Headers): void {
  const [type, ...parameters] = (headers.get('content-type') ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((parameter) => /^\s*charset\s*=\s*"?utf-8"?\s*$/.test(parameter));
  if (type?.trim() !== 'application/json' || !isUtf8) {
    throw new HttpFault(415, 'guard/media-type-refused', 'expected the media type `application/json`');
  }
  if ((headers.get('content-encoding') ?? 'identity').trim().toLowerCase() !== 'identity') {
    throw new HttpFault(415, 'guard/media-type-refused', 'expected a body without content encoding');
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = new HttpFault(413, 'guard/body-too-large', `expected at most ${maxBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch(() => {
      throw malformed('the body ended early');
    });
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
