import { UsageError } from '@bezoar/core';

/** Headers to send, and the texts in them that an error must not hold. */
export interface CheckedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/**
 * Headers with the key among them. Throws a `UsageError` that does not hold their values, where what refuses them later
 * would (CWE-532).
 */
export function checkHeaders(given: Readonly<Record<string, string>>, apiKey: string | undefined): CheckedHeaders {
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new UsageError('evaluate/model-key', 'expected the key of a model to be visible ASCII without white space');
  }
  for (const [name, value] of Object.entries(given)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value)) continue;
    throw new UsageError('evaluate/model-key', 'expected headers to be names of tokens with values of visible ASCII');
  }
  // In small letters, so that one header is not sent twice.
  const lower = Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const headers = apiKey === undefined ? lower : { ...lower, authorization: `Bearer ${apiKey}` };
  const secrets = [...Object.values(given), ...(apiKey === undefined ? [] : [apiKey])];
  return { headers, secrets: secrets.filter((secret) => secret !== '') };
}
