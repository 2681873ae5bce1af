import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../endpoints/endpoints.ts';
import { schemaFaults } from '../testing/json-schema-check.test-support.ts';
import { LISTED_STATES } from '../views/find-requests.ts';
import type { JsonSchema } from './json-schema.ts';
import { openApiDocument } from './openapi-document.ts';
import { OPERATIONS } from './operations.ts';

const DOCUMENT = openApiDocument({ version: '1.2.3' });
const { schemas } = DOCUMENT.components;

describe('the OpenAPI document', () => {
  it('has the operations, roles and parameters of the endpoints, and no others', () => {
    const documented = OPERATIONS.map(({ method, path, roles, query = {} }) => [
      method.toUpperCase(),
      path,
      roles,
      Object.keys(query),
    ]);
    const served = ENDPOINTS.map(({ method, path, roles, query = [] }) => [
      method,
      path,
      roles === 'anyone' ? [] : roles,
      query,
    ]);
    expect(documented).toEqual(served);
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(OPERATIONS.flatMap(({ query }) => (query?.state?.enum as string[] | undefined)?.length ?? [])).toEqual([
      LISTED_STATES.length,
      1,
    ]);
  });

  it('refers to schemas that it has, and has none that nothing refers to', () => {
    const referred = new Set(
      [...JSON.stringify(DOCUMENT).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
    );
    expect([...referred].sort()).toEqual(Object.keys(schemas).sort());
  });

  it('closes every object', () => {
    const open: string[] = [];
    const walk = (value: unknown, place: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const schema = value as JsonSchema;
      if (schema.type === 'object' && schema.additionalProperties === undefined) open.push(place);
      for (const [key, part] of Object.entries(schema)) walk(part, `${place}/${key}`);
    };
    walk(DOCUMENT, '');
    // The document itself is not described.
    expect(open).toEqual(['/paths//openapi.json/get/responses/200/content/application/json/schema']);
  });

  it('lets only one of the decisions allow', () => {
    for (const [name, schema] of Object.entries(schemas)) {
      const { decision } = (schema.properties ?? {}) as Record<string, { readonly enum: readonly string[] }>;
      if (decision?.enum.includes('allow') === true) expect(name).toBe('Allow');
    }
  });

  it('takes and refuses what the server does, as its checker sees it', () => {
    const request = {
      action: 'a',
      principal: { account: 'b', tenant: 'c' },
      arguments: { x: [1, null] },
      idempotencyKey: 'k',
    };
    const faults = (value: unknown): number => schemaFaults(value, schemas.AuthorizeRequest!, schemas).length;
    expect(faults(request)).toBe(0);
    for (const changes of [
      { action: '' },
      { action: 'a\u0000' },
      { more: 1 },
      { principal: { account: 'b' } },
      { arguments: [] },
      { arguments: { x: [{ constructor: 1 }] } },
      { idempotencyKey: undefined, text: 1 },
    ]) {
      expect(faults({ ...request, ...changes }), JSON.stringify(changes)).toBeGreaterThan(0);
    }
    expect(() => schemaFaults(1, { multipleOf: 2 }, schemas)).toThrow('does not know');
  });
});
