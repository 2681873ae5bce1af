import { expect } from 'vitest';
import { createGuard, type Guard } from '../../guard/create-guard.ts';
import type { GuardOptions } from '../../guard/guard-options.ts';
import { parseGuardPolicy } from '../../policy/parse-guard-policy.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { samplePolicyJson } from '../../testing/sample-policy.test-support.ts';
import { createGuardHandler, type GuardHandler } from '../create-guard-handler.ts';
import type { GuardHandlerOptions } from '../handler-options.ts';
import { openApiDocument } from '../openapi/openapi-document.ts';
import { schemaFaults } from './json-schema-check.test-support.ts';

/** Tokens by the name of their caller. */
export const TOKENS = {
  shop: 'shop-token-0123456789',
  chat: 'chat-token-0123456789',
  carla: 'carla-token-0123456789',
  dora: 'dora-token-0123456789',
  olga: 'olga-token-0123456789',
} as const;

/** Names with a token. */
export type Who = keyof typeof TOKENS;

/** Two hosts, two approvers, one operator. */
export const CALLERS: GuardHandlerOptions['callers'] = [
  { name: 'shop', token: TOKENS.shop, role: 'caller' },
  { name: 'chat', token: TOKENS.chat, role: 'caller' },
  { name: 'carla', token: TOKENS.carla, role: 'approver' },
  { name: 'dora', token: TOKENS.dora, role: 'approver' },
  { name: 'olga', token: TOKENS.olga, role: 'operator' },
];

/** An answer, parsed. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the schema of the contract checks every body.
  readonly body: any;
}

/** A decision point with everything that a test asks of it. */
export interface DecisionPoint {
  readonly guard: Guard;
  readonly handler: GuardHandler;
  /** Sends a request; every answer is held against the OpenAPI document. */
  tell(
    who: Who | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Told>;
}

/** The document's schemas. */
const DOCUMENT = openApiDocument({ version: '1.2.3' });

/** Opens one over a memory store. */
export async function openDecisionPoint(
  options: {
    readonly guard?: Partial<GuardOptions>;
    readonly http?: Partial<GuardHandlerOptions>;
    readonly policy?: Parameters<typeof samplePolicyJson>[0];
  } = {},
): Promise<DecisionPoint> {
  const guard = await createGuard({
    policy: parseGuardPolicy(samplePolicyJson(options.policy)),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    ...options.guard,
  });
  const handler = createGuardHandler({ guard, callers: CALLERS, version: '1.2.3', ...options.http });
  const tell: DecisionPoint['tell'] = async (who, method, path, body, headers = {}) => {
    const response = await handler(
      new Request(`http://localhost:7411${path}`, {
        method,
        headers: {
          ...(who === undefined ? {} : { authorization: `Bearer ${TOKENS[who]}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
      }),
    );
    const told = { status: response.status, headers: response.headers, body: await response.json() };
    expectDocumented(method, path, told);
    return told;
  };
  return { guard, handler, tell };
}

/** Fails where the document does not foresee an answer. */
export function expectDocumented(method: string, path: string, { status, headers, body }: Told): void {
  expect(headers.get('content-type')).toBe('application/json');
  const template = path.replace(/\?.*/, '').replace(/(?<=^\/v1\/requests\/)[0-9a-f]{32}/, '{id}');
  const operation = DOCUMENT.paths[template]?.[method.toLowerCase()];
  if (operation === undefined) {
    expect([404, 405, 400, 421, 403]).toContain(status);
    return;
  }
  // biome-ignore lint/suspicious/noExplicitAny: a document is plain JSON.
  const documented = (operation as any).responses[status];
  expect(documented, `${method} ${path} answers ${status}`).toBeDefined();
  const { schema } = documented.content['application/json'];
  const { schemas } = DOCUMENT.components;
  expect(template === '/openapi.json' ? [] : schemaFaults(body, schema, schemas), `${method} ${path}`).toEqual([]);
  for (const [name, { required, schema: word }] of Object.entries<Record<string, never>>(documented.headers)) {
    const value = headers.get(name);
    if (value === null) expect(required, name).not.toBe(true);
    else expect(schemaFaults(value, word as never, schemas)).toEqual([]);
  }
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** A call that the sample policy allows, below its threshold for approval. */
export function creditBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    action: 'issue_credit',
    principal: { account: 'anna', tenant: 'acme' },
    arguments: { order_id: 'A-1', amount_cents: 1200 },
    idempotencyKey: 'k-1',
    ...changes,
  };
}
