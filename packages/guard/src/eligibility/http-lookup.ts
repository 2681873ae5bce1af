import { type ActionLookup, BezoarError, canonicalJson, parseUnrepeatedJson } from '@bezoar/core/actions';
import { fillTemplate } from '../policy/lookup-template.ts';
import type { EligibilityLookup } from './eligibility-lookup.ts';

/** Largest answer, in bytes: an eligibility is a few fields (CWE-400). */
export const MAX_ANSWER_BYTES: number = 64 * 1024;

/**
 * A look-up over HTTP. The model's arguments fill placeholders in the path and the query, percent-encoded; who asks is
 * said in the headers `bezoar-account` and `bezoar-tenant` (percent-encoded), so that the system can tell whose order it
 * is. Redirects, other statuses than 200 and anything but one JSON object are failures. POST sends arguments and principal.
 */
export function httpLookup(
  lookup: ActionLookup,
  options: { readonly fetch?: typeof fetch; readonly headers?: Readonly<Record<string, string>> } = {},
): EligibilityLookup {
  const ask = options.fetch ?? fetch;
  return async ({ action, principal, arguments: values, amount, signal }) => {
    const url = fillTemplate(lookup.url, values);
    if (url === undefined) throw failure('the arguments do not fit into the address of the look-up');
    const response = await ask(url, {
      method: lookup.method,
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/json',
        ...options.headers,
        'bezoar-account': encodeURIComponent(principal.account),
        'bezoar-tenant': encodeURIComponent(principal.tenant),
        ...(lookup.method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(lookup.method === 'POST' ? { body: canonicalJson({ action, principal, arguments: values, amount }) } : {}),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw failure(`expected status 200, got ${response.status}`);
    }
    return parseUnrepeatedJson(await boundedText(response));
  };
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw failure(`expected at most ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

function failure(message: string): BezoarError {
  return new BezoarError('guard/eligibility-failed', message);
}
