import type { JsonSchema } from '../openapi/json-schema.ts';

/** Keywords that `schemaFaults` knows, and those that say nothing of a value. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `$ref type const enum anyOf oneOf not items required properties additionalProperties propertyNames pattern minLength
  maxLength minimum maximum format description default examples`.split(/\s+/),
);

/** What is wrong with a value by a schema of the document, each fault with its place. Throws for a keyword it does not know. */
export function schemaFaults(
  value: unknown,
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  place = '$',
): string[] {
  for (const keyword of Object.keys(schema)) {
    if (!KEYWORDS.has(keyword)) throw new Error(`the checker does not know \`${keyword}\``);
  }
  const check = (part: unknown, inner: unknown, where: string): string[] =>
    schemaFaults(part, inner as JsonSchema, schemas, where);
  const faults: string[] = [];
  const need = (isMet: boolean, what: string): void => {
    if (!isMet) faults.push(`${place}: expected ${what}, got ${JSON.stringify(value)?.slice(0, 80)}`);
  };
  const { $ref, type, anyOf, oneOf, not } = schema;
  if (typeof $ref === 'string') {
    const target = schemas[$ref.replace('#/components/schemas/', '')];
    if (target === undefined) throw new Error(`there is no \`${$ref}\``);
    faults.push(...check(value, target, place));
  }
  if (type !== undefined)
    need(
      [type].flat().some((one) => isOfType(value, one)),
      `type ${String(type)}`,
    );
  if ('const' in schema) need(value === schema.const, String(schema.const));
  if (Array.isArray(schema.enum)) need(schema.enum.includes(value), `one of ${schema.enum.join(', ')}`);
  const matching = (list: unknown): number =>
    (list as JsonSchema[]).filter((one) => check(value, one, place).length === 0).length;
  if (anyOf !== undefined) need(matching(anyOf) > 0, 'any of the schemas');
  if (oneOf !== undefined) need(matching(oneOf) === 1, 'exactly one of the schemas');
  if (not !== undefined) need(check(value, not, place).length > 0, 'not that');
  if (typeof value === 'string') {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern = '' } = schema as Record<string, never>;
    need([...value].length >= minLength && [...value].length <= maxLength, 'another length');
    need(new RegExp(pattern, 'u').test(value), `a match of ${String(pattern)}`);
    if (schema.format === 'date-time') need(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value), 'a time');
  }
  if (typeof value === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema as Record<string, number>;
    need(value >= minimum && value <= maximum, `${minimum} to ${maximum}`);
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    value.forEach((item, index) => {
      faults.push(...check(item, schema.items, `${place}[${index}]`));
    });
  }
  if (isObject(value)) faults.push(...objectFaults(value, schema, check, place));
  return faults;
}

function objectFaults(
  value: Readonly<Record<string, unknown>>,
  schema: JsonSchema,
  check: (part: unknown, inner: unknown, where: string) => string[],
  place: string,
): string[] {
  const faults: string[] = [];
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  for (const name of (schema.required ?? []) as string[])
    if (!Object.hasOwn(value, name)) faults.push(`${place}: no ${name}`);
  for (const [name, part] of Object.entries(value)) {
    const where = `${place}.${name}`;
    if (schema.propertyNames !== undefined) faults.push(...check(name, schema.propertyNames, where));
    if (Object.hasOwn(properties, name)) faults.push(...check(part, properties[name], where));
    else if (schema.additionalProperties === false) faults.push(`${where}: not in the schema`);
    else if (isObject(schema.additionalProperties)) faults.push(...check(part, schema.additionalProperties, where));
  }
  return faults;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
