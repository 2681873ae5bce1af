import { UsageError } from '@bezoar/core';
import { parseWebUrl } from '@bezoar/core/network';

/**
 * The address of an endpoint, with a path added. Throws a `UsageError` for one that is no web address, or that has a query:
 * names of models are printed and recorded, and queries hold keys.
 */
export function endpointUrl(text: string, path = ''): URL {
  const parsed = parseWebUrl(text);
  if ('fault' in parsed) {
    throw new UsageError('evaluate/model-name', `the address of an endpoint cannot be used: ${parsed.fault}`);
  }
  const { url } = parsed;
  if (url.search !== '') {
    throw new UsageError('evaluate/model-name', 'expected the address of an endpoint without a query');
  }
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  return url;
}
