import { ANSWER_SCHEMAS } from './answer-schemas.ts';
import { type JsonSchema, ref } from './json-schema.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { QUESTION_SCHEMAS } from './question-schemas.ts';

/** An OpenAPI document as far as its readers here need it typed; the rest is plain JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: JsonSchema;
  readonly security: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema };
}

/** The contract of the guard over HTTP (OpenAPI 3.1). `version`: of the tool. */
export function openApiDocument({ version }: { readonly version: string }): OpenApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'bezoar guard',
      version,
      summary: 'Decides high-value actions independently of the model that asks for them.',
      description: 'Only an answer with `decision: allow` allows. Everything else, and no answer at all, is a denial.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: { ...QUESTION_SCHEMAS, ...ANSWER_SCHEMAS },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

/** Statuses of errors and what they mean. */
const FAULTS: Readonly<Record<number, string>> = {
  400: 'Not a request of this contract.',
  401: 'No token, or none that is known.',
  403: 'The token has another role, the caller may not do this, or a browser sent it for a page.',
  404: 'There is no such thing.',
  408: 'It came too slowly.',
  409: 'It is past the state for that.',
  413: 'The body is too large.',
  415: 'Not `application/json`, or encoded.',
  421: 'It was sent to a name that is not among the allowed hosts.',
  429: 'The caller asks too often.',
  431: 'The head is too large.',
  500: 'The guard itself failed.',
  503: 'The store could not be used, or too much is waiting.',
};

function operationObject(operation: Operation): JsonSchema {
  const { id, path, summary, roles, body, query = {}, answer, faults = [], isDecision = false, links } = operation;
  const isOpen = roles.length === 0;
  const statuses = [
    ...[400, 403, 408, 421, 431, 500, 503],
    ...(isOpen ? [] : [401, 429]),
    ...(body === undefined ? [] : [413, 415]),
    ...faults,
  ].sort((a, b) => a - b);
  const fault = content(ref(isDecision ? 'Denial' : 'AnyFault'));
  const isList = answer.type === 'array';
  return {
    operationId: id,
    summary,
    ...(isOpen ? { security: [] } : { description: `Roles: ${roles.join(', ')}.` }),
    parameters: [
      ...(path.includes('{id}') ? [parameter('path', 'id', { type: 'string', pattern: '^[0-9a-f]{32}$' })] : []),
      ...Object.entries(query).map(([name, schema]) => parameter('query', name, schema)),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(ref(body)) } }),
    responses: {
      200: {
        description: summary,
        headers: { ...SHADOW_HEADER, ...(isList ? COMPLETE_HEADER : {}) },
        ...content(answer),
        ...(links === undefined ? {} : { links }),
      },
      ...Object.fromEntries(
        statuses.map((status) => [
          status,
          {
            description: FAULTS[status],
            headers: { ...SHADOW_HEADER, ...(status === 401 ? CHALLENGE_HEADER : {}) },
            ...fault,
          },
        ]),
      ),
    },
  };
}

const SHADOW_HEADER: JsonSchema = {
  'bezoar-mode': {
    description: 'In shadow mode: nothing is enforced.',
    schema: { type: 'string', enum: ['shadow'] },
  },
};

const COMPLETE_HEADER: JsonSchema = {
  'bezoar-complete': {
    description: '`false`: there is more than was listed.',
    required: true,
    schema: { type: 'string', enum: ['true', 'false'] },
  },
};

const CHALLENGE_HEADER: JsonSchema = {
  'www-authenticate': { required: true, schema: { type: 'string', enum: ['Bearer'] } },
};

function content(schema: JsonSchema): JsonSchema {
  return { content: { 'application/json': { schema } } };
}

function parameter(place: 'path' | 'query', name: string, schema: JsonSchema): JsonSchema {
  return { name, in: place, required: place === 'path', schema };
}
