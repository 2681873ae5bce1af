import { malformed } from '../answer/http-fault.ts';

/** Parameters of a query, each at most once. */
export type Query = ReadonlyMap<string, string>;

/** Reads a query: a parameter that is unknown or stands twice is refused, since two readers may take two of them. */
export function readQuery(parameters: URLSearchParams, known: readonly string[]): Query {
  const query = new Map<string, string>();
  for (const [name, value] of parameters) {
    if (!known.includes(name)) {
      throw malformed(
        known.length === 0 ? 'expected no query' : `expected no other parameters than ${known.join(', ')}`,
      );
    }
    if (query.has(name)) throw malformed(`expected \`${name}\` once`);
    query.set(name, value);
  }
  return query;
}

/** A whole number in a range. */
export function numberIn(
  query: Query,
  name: string,
  { min, max, standard }: { readonly min: number; readonly max: number; readonly standard: number },
): number {
  const text = query.get(name);
  if (text === undefined) return standard;
  const value = Number(text);
  if (/^(?:0|[1-9][0-9]{0,15})$/.test(text) && value >= min && value <= max) return value;
  throw malformed(`expected \`${name}\` to be a whole number from ${min} to ${max}`);
}

/** One of a few words. */
export function wordIn<Word extends string>(query: Query, name: string, words: readonly Word[], standard: Word): Word {
  const text = query.get(name) ?? standard;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  throw malformed(`expected \`${name}\` to be one of ${words.join(', ')}`);
}
