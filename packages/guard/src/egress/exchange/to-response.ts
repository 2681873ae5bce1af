import { EgressFailed } from '../egress-refused.ts';
import { decodeBody } from './decode-body.ts';
import type { RawAnswer } from './exchange.ts';

/** Of no use once the body was decoded and the connection closed, or never kept: there is no jar of cookies. */
const DROPPED: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'set-cookie2',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Statuses whose answers have no body (Fetch standard, null body status). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** What `fetch` would return: the decoded body, and headers without those of the connection and without cookies. */
export async function toResponse(answer: RawAnswer, url: URL, hops: number, maxBytes: number): Promise<Response> {
  const body = await decodeBody(answer.body, answer.encoding, maxBytes);
  try {
    const headers = new Headers();
    for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2) {
      const name = answer.rawHeaders[i]!.toLowerCase();
      if (!DROPPED.has(name)) headers.append(name, answer.rawHeaders[i + 1]!);
    }
    const { status, statusText } = answer;
    const response = new Response(BODILESS.has(status) ? null : body, { status, statusText, headers });
    // A `Response` that is made by hand has no address; tools log it and resolve links against it.
    Object.defineProperty(response, 'url', { value: url.href });
    Object.defineProperty(response, 'redirected', { value: hops > 0 });
    return response;
  } catch (cause) {
    throw new EgressFailed('protocol', 'the answer is not one that `fetch` can return', { cause });
  }
}
