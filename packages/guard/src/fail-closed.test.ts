import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EligibilityLookup } from './eligibility/eligibility-lookup.ts';
import { sqlLookup } from './eligibility/sql-lookup.ts';
import { createGuard } from './guard/create-guard.ts';
import type { GuardOptions } from './guard/guard-options.ts';
import { parseGuardPolicy } from './policy/parse-guard-policy.ts';
import type { GuardStore } from './store/guard-store.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';
import { samplePolicyJson } from './testing/sample-policy.test-support.ts';

const REQUEST = {
  action: 'issue_credit',
  principal: { account: 'anna', tenant: 'acme' },
  arguments: { order_id: 'A-1', amount_cents: 1200 },
};

/** What a dependency may do instead of its work. `good` is the answer that it should have given. */
const BEHAVIOURS: Readonly<Record<string, (good: unknown) => unknown>> = {
  throws: () => {
    throw new Error('broken');
  },
  'throws nothing that is an error': () => {
    throw undefined as unknown as Error;
  },
  rejects: () => {
    const rejected = Promise.reject(new Error('broken'));
    // Where nobody waits for a promise, the runner would count it as an error of its own.
    rejected.catch(() => undefined);
    return rejected;
  },
  hangs: () => new Promise(() => undefined),
  'answers NaN': () => Number.NaN,
  'answers undefined': () => undefined,
  'answers null': () => null,
  'answers true': () => true,
  'answers a text': () => 'eligible',
  'answers a list': (good) => [good],
  'answers with a wrong type': () => ({ eligible: 'true' }),
  'answers with a field too many': (good) => ({ ...(good as object), error: 'stale' }),
  'answers with a polluted prototype': () => JSON.parse('{"__proto__":{"eligible":true}}') as unknown,
  'answers by inheritance': () => Object.create({ eligible: true }) as unknown,
};

async function decide(options: Partial<GuardOptions>, request: unknown = REQUEST) {
  let effects = 0;
  const guard = await createGuard({
    policy: parseGuardPolicy(samplePolicyJson({ action: { runtime: { lookup: 'refund-eligibility', withinMs: 15 } } })),
    store: createMemoryStore(),
    lookups: { 'refund-eligibility': async () => ({ eligible: true }) },
    storeMs: 15,
    ...options,
  });
  const credit = guard.guard('issue_credit', async () => {
    effects += 1;
  });
  const { action: _, ...rest } = request as typeof REQUEST;
  const outcome = await credit(rest);
  return { decision: outcome.decision, effects };
}

describe('a guard whose parts all work', () => {
  it('allows the request of the matrix', async () => {
    expect(await decide({})).toEqual({ decision: 'allow', effects: 1 });
  });
});

describe.each(Object.entries(BEHAVIOURS))('a dependency that %s', (_, behave) => {
  const denied = { decision: 'deny', effects: 0 };

  it('denies, where it is an eligibility function', async () => {
    const lookup = (() => behave({ eligible: true })) as EligibilityLookup;
    expect(await decide({ lookups: { 'refund-eligibility': lookup } })).toEqual(denied);
  });

  it('denies, where it is an eligibility query', async () => {
    const lookup = sqlLookup((() => behave([{ eligible: true }])) as never, 'select eligible', ['argument:order_id']);
    expect(await decide({ lookups: { 'refund-eligibility': lookup } })).toEqual(denied);
  });

  it('denies, where it is the fetch of an eligibility look-up', async () => {
    const ask = (() => behave(new Response('{"eligible":true}'))) as typeof fetch;
    expect(await decide({ lookups: {}, fetch: ask })).toEqual(denied);
  });

  it('denies, where it is the store', async () => {
    const memory = createMemoryStore();
    let isBroken = false;
    const store: GuardStore = {
      ...memory,
      transact: ((work: never) => (isBroken ? behave([]) : memory.transact(work))) as GuardStore['transact'],
    };
    // A guard that cannot count does not start, so the store breaks afterwards.
    const options = { store, onEvent: () => undefined };
    const opened = decide({
      ...options,
      lookups: {
        'refund-eligibility': async () => {
          isBroken = true;
          return { eligible: true };
        },
      },
    });
    expect(await opened).toEqual(denied);
  });

  it('denies, where it is the clock', async () => {
    let isBroken = false;
    const clock = {
      read: (() => (isBroken ? behave({ window: 1, expiry: 1 }) : { window: 1, expiry: 1 })) as never,
      aheadMs: () => 0,
    };
    const lookups = {
      'refund-eligibility': async () => {
        isBroken = true;
        return { eligible: true };
      },
    };
    expect(await decide({ clock, lookups })).toEqual(denied);
  });

  it('denies, where it is the source of ids', async () => {
    expect(await decide({ randomId: (() => behave('0'.repeat(32))) as () => string })).toEqual(denied);
  });

  it('changes nothing, where it only listens', async () => {
    expect(await decide({ onEvent: (() => behave(undefined)) as never })).toEqual({ decision: 'allow', effects: 1 });
  });
});

describe('an eligibility service', () => {
  let address = '';
  const answers: Record<
    string,
    (path: string) => { status?: number; body?: string; headers?: Record<string, string> } | undefined
  > = {
    'is not there': () => ({ status: 404 }),
    'fails with the right body': () => ({ status: 500, body: '{"eligible":true}' }),
    redirects: () => ({ status: 302, headers: { location: '/ok' } }),
    'says no': () => ({ body: '{"eligible":false}' }),
    'says both': () => ({ body: '{"eligible":false,"eligible":true}' }),
    'says both with an escape': () => ({ body: '{"eligible":false,"eligi\\u0062le":true}' }),
    'answers no JSON': () => ({ body: 'true' }),
    'answers half of it': () => ({ body: '{"eligible":tr' }),
    'answers too much': () => ({ body: `{"eligible":true,"x":"${'x'.repeat(70_000)}"}` }),
    'answers bytes that are no text': () => ({ body: '{"eligible":true}\u00ff' }),
    'answers something else besides': () => ({ body: '{"eligible":true,"dry_run":true}' }),
    hangs: () => undefined,
  };
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url?.split('/')[1] ?? '');
    const answer = name === 'ok' ? { body: '{"eligible":true}' } : answers[name]?.(request.url ?? '');
    if (answer === undefined) return;
    response.writeHead(answer.status ?? 200, answer.headers);
    response.end(Buffer.from(answer.body ?? '', 'latin1'));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = (name: string) =>
    decide({
      policy: parseGuardPolicy(
        samplePolicyJson({
          action: { runtime: { lookup: 'refund-eligibility', withinMs: 400 } },
          lookup: { url: `${address}/${encodeURIComponent(name)}/{order_id}` },
        }),
      ),
      lookups: {},
    });

  it('that confirms is believed', async () => {
    expect(await ask('ok')).toEqual({ decision: 'allow', effects: 1 });
  });

  it.each(Object.keys(answers))('that %s denies', async (name) => {
    expect(await ask(name)).toEqual({ decision: 'deny', effects: 0 });
  });
});

describe('a request', () => {
  const args = REQUEST.arguments;
  it.each<[string, unknown]>([
    ['without a principal', { ...REQUEST, principal: undefined }],
    ['with half a principal', { ...REQUEST, principal: { account: 'anna' } }],
    ['with more than a principal', { ...REQUEST, principal: { ...REQUEST.principal, role: 'admin' } }],
    ['with an unknown field', { ...REQUEST, dryRun: true }],
    ['without an amount', { ...REQUEST, arguments: { order_id: 'A-1' } }],
    ['with an amount in words', { ...REQUEST, arguments: { ...args, amount_cents: '1200' } }],
    ['with a broken amount', { ...REQUEST, arguments: { ...args, amount_cents: 12.5 } }],
    ['with a negative amount', { ...REQUEST, arguments: { ...args, amount_cents: -1 } }],
    ['with no amount at all', { ...REQUEST, arguments: { ...args, amount_cents: 0 } }],
    ['with an unsafe amount', { ...REQUEST, arguments: { ...args, amount_cents: 2 ** 53 } }],
    ['with NaN', { ...REQUEST, arguments: { ...args, amount_cents: Number.NaN } }],
    ['in another currency', { ...REQUEST, arguments: { ...args, currency: 'EUR' } }],
    ['without its order', { ...REQUEST, arguments: { amount_cents: 1200 } }],
    ['with an order that walks up', { ...REQUEST, arguments: { ...args, order_id: '..' } }],
    ['with several orders', { ...REQUEST, arguments: { ...args, order_id: ['A-1', 'A-2'] } }],
    ['for another account', { ...REQUEST, arguments: { ...args, account_id: 'ben' } }],
    ['for another tenant, deep inside', { ...REQUEST, arguments: { ...args, options: { tenantId: 'other' } } }],
    ['for a list of accounts', { ...REQUEST, arguments: { ...args, user_id: ['anna', 'ben'] } }],
    ['that pollutes', { ...REQUEST, arguments: JSON.parse('{"order_id":"A-1","amount_cents":1200,"__proto__":{}}') }],
    [
      'with an accessor',
      { ...REQUEST, arguments: Object.defineProperty({ ...args }, 'order_id', { get: () => 'A-1', enumerable: true }) },
    ],
    ['with no arguments', { ...REQUEST, arguments: undefined }],
    [
      'with a class',
      {
        ...REQUEST,
        arguments: new (class {
          order_id = 'A-1';
          amount_cents = 1200;
        })(),
      },
    ],
  ])('%s is denied', async (_, request) => {
    expect(await decide({ lookups: {}, fetch: async () => new Response('{"eligible":true}') }, request)).toEqual({
      decision: 'deny',
      effects: 0,
    });
  });

  it('for an action that nobody declared is denied, whatever its name', async () => {
    const guard = await createGuard({ policy: parseGuardPolicy(samplePolicyJson()), store: createMemoryStore() });
    for (const action of ['delete_account', 'constructor', '__proto__', 'toString', 'Issue_credit', 'issue_credit ']) {
      expect(await guard.authorize({ ...REQUEST, action })).toMatchObject({ decision: 'deny' });
    }
  });

  it('that is no request at all is denied', async () => {
    const guard = await createGuard({ policy: parseGuardPolicy(samplePolicyJson()), store: createMemoryStore() });
    for (const request of [
      undefined,
      null,
      1,
      'x',
      [],
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    ]) {
      expect(await guard.authorize(request as never)).toMatchObject({ decision: 'deny' });
    }
  });
});
