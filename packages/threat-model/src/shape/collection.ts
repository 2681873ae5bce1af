import { nearestName } from '@bezoar/core';
import { type JsonSchema, reportMismatch, type Shape } from './shape.ts';

/** Most items of a list and keys of a map. A list that is longer belongs into a file that the document names (CWE-400). */
export const MAX_ITEMS = 500;

/** How a list is read. */
export interface ListOptions {
  /** Fewest items; 0 where it is not given. */
  readonly min?: number;
  /** Whether a single item may stand without brackets. */
  readonly orSingle?: boolean;
}

/** A list of values, none twice. A list is one leaf: it changes as a set. */
export function list<T>(item: Shape<T>, { min = 0, orSingle = false }: ListOptions = {}): Shape<readonly T[]> {
  const expects = `${min > 0 ? 'a list with at least one item' : 'a list'}${orSingle ? `, or ${item.expects}` : ''}`;
  const schema: JsonSchema = {
    type: 'array',
    items: item.schema,
    minItems: min,
    maxItems: MAX_ITEMS,
    uniqueItems: true,
  };
  return {
    expects,
    schema: orSingle ? { anyOf: [item.schema, schema] } : schema,
    leaves: item.leaves.length === 1 ? item.leaves : item.leaves.map((leaf) => joinLeaf('*', leaf)),
    read: (tree, what, report) => {
      const isSingle = orSingle && tree.kind === 'scalar';
      if (tree.kind !== 'list' && !isSingle) {
        reportMismatch(tree, what, expects, report);
        return undefined;
      }
      const items = tree.kind === 'list' ? tree.items : [tree];
      if (items.length < min || items.length > MAX_ITEMS) {
        report(tree.at, `expected ${what} to have ${min} to ${MAX_ITEMS} items, got ${items.length}`);
        return undefined;
      }
      const seen = new Set<unknown>();
      const values = items.flatMap((one): T[] => {
        const value = item.read(one, isSingle ? what : `an item of ${what}`, report);
        if (value === undefined) return [];
        if (one.kind === 'scalar' && seen.has(one.value)) {
          report(one.at, `${what} has \`${one.source}\` twice`);
          return [];
        }
        if (one.kind === 'scalar') seen.add(one.value);
        return [value];
      });
      return values.length === items.length ? values : undefined;
    },
  };
}

/** What the keys of a map may be. */
export interface KeyRule {
  /** In words. */
  readonly expects: string;
  readonly pattern?: string;
  /** The only keys that are allowed. */
  readonly values?: readonly string[];
}

/** A map from names to values of one shape. Entries that cannot be read are left out, and reported. */
export function mapOf<T>(
  keys: KeyRule,
  value: Shape<T>,
  { min = 0 }: { readonly min?: number } = {},
): Shape<ReadonlyMap<string, T>> {
  const rule = keys.pattern === undefined ? undefined : new RegExp(keys.pattern, 'u');
  const expects = `a map from ${keys.expects} to ${value.expects}`;
  const names: JsonSchema =
    keys.values === undefined
      ? keys.pattern === undefined
        ? {}
        : { pattern: keys.pattern }
      : { enum: [...keys.values] };
  return {
    expects,
    schema: {
      type: 'object',
      propertyNames: names,
      additionalProperties: value.schema,
      minProperties: min,
      maxProperties: MAX_ITEMS,
    },
    leaves: (keys.values ?? ['*']).flatMap((key) => value.leaves.map((leaf) => joinLeaf(key, leaf))),
    read: (tree, what, report) => {
      if (tree.kind !== 'map') {
        reportMismatch(tree, what, expects, report);
        return undefined;
      }
      if (tree.entries.length < min || tree.entries.length > MAX_ITEMS) {
        report(tree.at, `expected ${what} to have ${min} to ${MAX_ITEMS} keys, got ${tree.entries.length}`);
        return undefined;
      }
      const read = new Map<string, T>();
      for (const { key, keyAt, value: child } of tree.entries) {
        const isKnown = keys.values === undefined ? rule === undefined || rule.test(key) : keys.values.includes(key);
        if (!isKnown) {
          const suggestion = keys.values === undefined ? undefined : nearestName(key, keys.values);
          report(keyAt, `expected a key of ${what} to be ${keys.expects}, got \`${key}\``, {
            expected: keys.expects,
            ...(suggestion === undefined ? {} : { suggestion }),
          });
        }
        const one = value.read(child, `\`${key}\` of ${what}`, report);
        if (one !== undefined) read.set(key, one);
      }
      return read;
    },
  };
}

/** A path and what follows it. */
export function joinLeaf(key: string, leaf: string): string {
  return leaf === '' ? key : `${key}.${leaf}`;
}
