import { type JsonValue, nearestName } from '@bezoar/core';
import { joinLeaf } from './collection.ts';
import { type JsonSchema, reportMismatch, type Shape } from './shape.ts';

/** A key of a record. */
export interface Field<T, Required extends boolean> {
  readonly shape: Shape<T>;
  readonly isRequired: Required;
  /** One sentence, for editors. */
  readonly description: string;
}

/** The fields of a record type: required where the type requires them. */
export type FieldsOf<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? Field<Exclude<T[K], undefined>, false>
    : Field<T[K], true>;
};

/** A key that must stand. */
export function required<T>(shape: Shape<T>, description: string): Field<T, true> {
  return { shape, isRequired: true, description };
}

/** A key that may be left out. */
export function optional<T>(shape: Shape<T>, description: string): Field<T, false> {
  return { shape, isRequired: false, description };
}

/** A map with known keys. Unknown keys are refused; at least one key must stand, unless the map `mayBeEmpty`. */
export function record<T extends object>(
  fields: FieldsOf<T>,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): Shape<T> {
  const known = Object.entries(fields) as [string, Field<unknown, boolean>][];
  const names = known.map(([name]) => name);
  const needed = known.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  const expects = `a map with ${names.map((name) => `\`${name}\``).join(', ')}`;
  const properties: Record<string, JsonValue> = {};
  for (const [name, { shape, description }] of known) properties[name] = { ...shape.schema, description };
  const schema: JsonSchema = {
    type: 'object',
    properties,
    required: needed,
    additionalProperties: false,
    minProperties: mayBeEmpty ? 0 : 1,
  };
  return {
    expects,
    schema,
    leaves: known.flatMap(([name, { shape }]) => shape.leaves.map((leaf) => joinLeaf(name, leaf))),
    read: (tree, what, report) => {
      if (tree.kind !== 'map') {
        reportMismatch(tree, what, expects, report);
        return undefined;
      }
      let isSound = true;
      if (tree.entries.length === 0 && !mayBeEmpty) {
        report(tree.at, `expected ${what} to be ${expects}, got an empty map`);
        isSound = false;
      }
      const values: Record<string, unknown> = {};
      for (const { key, keyAt, value } of tree.entries) {
        const field = known.find(([name]) => name === key)?.[1];
        if (field === undefined) {
          const suggestion = nearestName(key, names);
          report(keyAt, `unknown key \`${key}\``, suggestion === undefined ? { expected: expects } : { suggestion });
          isSound = false;
          continue;
        }
        const read = field.shape.read(value, `\`${key}\``, report);
        if (read === undefined) isSound = false;
        else values[key] = read;
      }
      for (const name of needed) {
        if (tree.entries.some(({ key }) => key === name)) continue;
        report(tree.at, `expected ${what} to have the key \`${name}\``, { expected: `\`${name}:\`` });
        isSound = false;
      }
      return isSound ? (values as T) : undefined;
    },
  };
}
