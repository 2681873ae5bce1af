import type { Destination } from '@bezoar/core';
import { list } from '../../shape/collection.ts';
import { optional, record, required } from '../../shape/record.ts';
import { reportMismatch, type Shape } from '../../shape/shape.ts';
import { choice, text } from '../../shape/text.ts';
import { destinationUrl } from './destination-url.ts';

/** Methods that a destination may name. Not TRACE, which echoes credentials, nor CONNECT, which opens a tunnel. */
export const DESTINATION_METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What a destination is asked with, unless the document says otherwise: the method that changes nothing. */
export const DEFAULT_METHODS: readonly string[] = ['GET'];

/** The long form of a destination. */
interface DestinationKeys {
  readonly url: string;
  readonly methods?: readonly string[];
  readonly query?: readonly string[];
}

const PARAMETER = text({
  expects: 'the name of a query parameter, as it is before percent-encoding',
  pattern: '^[^\\s&=#?%+*]{1,128}$',
});

const KEYS: Shape<DestinationKeys> = record<DestinationKeys>({
  url: required(destinationUrl(), 'The address: an exact host, and a path that is exact or ends in `/*`.'),
  methods: optional(list(choice(DESTINATION_METHODS), { min: 1 }), 'Methods, upper case. Default: GET.'),
  query: optional(list(PARAMETER), 'Parameters that the query may have. Default: none.'),
});

/** An address that a tool may ask: a URL, asked with GET and without a query, or a map with `url`. */
export function destination(): Shape<Destination> {
  const url = destinationUrl();
  const expects = `${url.expects}, or a map with \`url\``;
  return {
    expects,
    schema: { anyOf: [url.schema, KEYS.schema] },
    // The URL is the destination's name, so it is no leaf of its own.
    leaves: ['', ...KEYS.leaves.filter((leaf) => leaf !== 'url')],
    read: (tree, what, report) => {
      if (tree.kind === 'map') {
        const keys = KEYS.read(tree, what, report);
        return keys && { url: keys.url, methods: keys.methods ?? DEFAULT_METHODS, query: keys.query ?? [] };
      }
      if (tree.kind === 'scalar') {
        const read = url.read(tree, what, report);
        return read === undefined ? undefined : { url: read, methods: DEFAULT_METHODS, query: [] };
      }
      reportMismatch(tree, what, expects, report);
      return undefined;
    },
  };
}
