import type { IncomingMessage } from 'node:http';
import { HttpFault, malformed } from '../answer/http-fault.ts';
import { hasBody } from '../border/read-body.ts';
import type { BodyReader } from './body-reader.ts';

/** Headers that must stand once: of two, this server and something in front of it may believe different ones (CWE-444). */
const SINGLE_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'origin',
  'sec-fetch-site',
  'transfer-encoding',
]);

/** Methods that no `Request` can have (Fetch standard, section 2.2.1); any other that no endpoint has stands for them. */
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** A request of `node:http` as a `Request`. Throws an `HttpFault` for one that two readers may read differently. */
// Attacker controls: all of it.
export function toRequest(incoming: IncomingMessage, body: BodyReader): Request {
  const { method = '', url: target = '' } = incoming;
  const headers = singleHeaders(incoming.rawHeaders);
  const host = headers.get('host') ?? '';
  const isHost = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/.test(host);
  if (!isHost || !URL.canParse(`http://${host}`)) throw new HttpFault(421, 'guard/host-refused', 'expected a host');
  const url = new URL(`http://${host}`);
  if (!target.startsWith('/') || !URL.canParse(url.origin + target)) throw malformed('expected a path');
  const asked = new URL(url.origin + target);
  // A path that is normalised on the way is another one to whatever stands in front of this server (CWE-22).
  if (asked.pathname + asked.search !== target) throw malformed('expected a path in its normal form');
  const isBodiless = method === 'GET' || method === 'HEAD';
  return new Request(asked, {
    method: FORBIDDEN_METHODS.has(method) ? 'OTHER' : method,
    headers,
    ...(isBodiless || !hasBody(headers) ? {} : { body: body.stream(), duplex: 'half' }),
  });
}

function singleHeaders(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    if (SINGLE_HEADERS.has(name) && headers.has(name)) throw malformed(`expected the header \`${name}\` once`);
    try {
      headers.append(name, raw[index + 1]!);
    } catch {
      throw malformed('expected headers that can be read');
    }
  }
  return headers;
}
