import type { JsonValue } from '@bezoar/core';
import type { JsonSchema } from '../shape/shape.ts';

/** Keywords that the check below knows; another keyword in a schema is an error, not a pass. */
const ANNOTATIONS: readonly string[] = ['$schema', '$id', 'title', 'description'];

type Check = (value: JsonValue, argument: JsonValue, schema: JsonSchema) => boolean;

/** The keywords of JSON Schema draft 2020-12 that the house's schemas use. */
const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, argument) => [argument].flat().some((type) => isOfType(value, String(type))),
  const: (value, argument) => value === argument,
  enum: (value, argument) => (argument as JsonValue[]).includes(value),
  pattern: (value, argument) => typeof value !== 'string' || new RegExp(String(argument), 'u').test(value),
  minLength: (value, argument) => typeof value !== 'string' || value.length >= Number(argument),
  maxLength: (value, argument) => typeof value !== 'string' || value.length <= Number(argument),
  minimum: (value, argument) => typeof value !== 'number' || value >= Number(argument),
  maximum: (value, argument) => typeof value !== 'number' || value <= Number(argument),
  exclusiveMinimum: (value, argument) => typeof value !== 'number' || value > Number(argument),
  exclusiveMaximum: (value, argument) => typeof value !== 'number' || value < Number(argument),
  minItems: (value, argument) => !Array.isArray(value) || value.length >= Number(argument),
  maxItems: (value, argument) => !Array.isArray(value) || value.length <= Number(argument),
  uniqueItems: (value) =>
    !Array.isArray(value) || new Set(value.map((one) => JSON.stringify(one))).size === value.length,
  items: (value, argument) => !Array.isArray(value) || value.every((one) => isValid(one, argument as JsonSchema)),
  minProperties: (value, argument) => !isObject(value) || Object.keys(value).length >= Number(argument),
  maxProperties: (value, argument) => !isObject(value) || Object.keys(value).length <= Number(argument),
  required: (value, argument) => !isObject(value) || (argument as string[]).every((key) => Object.hasOwn(value, key)),
  propertyNames: (value, argument) =>
    !isObject(value) || Object.keys(value).every((key) => isValid(key, argument as JsonSchema)),
  properties: (value, argument) =>
    !isObject(value) ||
    Object.entries(argument as Record<string, JsonSchema>).every(
      ([key, schema]) => !Object.hasOwn(value, key) || isValid(value[key]!, schema),
    ),
  additionalProperties: (value, argument, { properties = {} }) => {
    if (!isObject(value)) return true;
    const others = Object.keys(value).filter((key) => !Object.hasOwn(properties as object, key));
    return argument === false
      ? others.length === 0
      : others.every((key) => isValid(value[key]!, argument as JsonSchema));
  },
  anyOf: (value, argument) => (argument as JsonSchema[]).some((schema) => isValid(value, schema)),
  oneOf: (value, argument) => (argument as JsonSchema[]).filter((schema) => isValid(value, schema)).length === 1,
};

/** Whether a value is valid by a schema. Throws on a keyword that it does not know. */
export function isValid(value: JsonValue, schema: JsonSchema): boolean {
  return Object.entries(schema).every(([keyword, argument]) => {
    if (ANNOTATIONS.includes(keyword)) return true;
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`no check for the keyword \`${keyword}\``);
    return check(value, argument, schema);
  });
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'object' ? isObject(value) : typeof value === type;
}
