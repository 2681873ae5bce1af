import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditBody, openDecisionPoint, TOKENS } from '../testing/decision-point.test-support.ts';

const OK = JSON.stringify(creditBody());

describe('a body', () => {
  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['is empty', ''],
    ['is no JSON', '{"action":'],
    ['has a name twice', OK.replace('{', '{"action":"delete_account",')],
    ['has a name twice, escaped', OK.replace('{', '{"\\u0061ction":"delete_account",')],
    ['has an argument twice', OK.replace('"amount_cents":1200', '"amount_cents":1200,"amount_cents":1')],
    ['is nested too deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['nests its arguments too deeply', OK.replace('1200', `${'['.repeat(33)}1${']'.repeat(33)}`)],
    ['has a byte order mark', `\ufeff${OK}`],
    ['is not UTF-8', Uint8Array.from([...Buffer.from(OK.slice(0, -2)), 0xff, 0x22, 0x7d])],
    ['is overlong UTF-8', Uint8Array.from([...Buffer.from('{"action":"'), 0xc0, 0xaf, 0x22, 0x7d])],
    ['is UTF-16', Uint8Array.from(Buffer.from(OK, 'utf16le'))],
    ['has a half character', OK.replace('A-1', 'A-\\ud800')],
    ['reaches for a prototype', OK.replace('{', '{"__proto__":{"idempotencyKey":"x"},')],
    ['reaches for a prototype in the principal', OK.replace('"account":"anna"', '"__proto__":{"account":"anna"}')],
    ['reaches for a prototype in the arguments', OK.replace('"order_id"', '"__proto__":{},"order_id"')],
    ['reaches for a constructor in the arguments', OK.replace('"order_id"', '"x":{"constructor":{}},"order_id"')],
    ['has a number beyond all numbers', OK.replace('1200', '1e999')],
    ['has another field', OK.replace('{', '{"isOperator":true,')],
    ['names another caller', OK.replace('{', '{"caller":"chat",')],
    ['is a list', `[${OK}]`],
    ['is null', 'null'],
    ['has a control character in a name', OK.replace('anna', 'an\\u0000na')],
    ['has a long name', OK.replace('anna', 'a'.repeat(257))],
  ])('that %s is denied, and nothing is counted', async (_what, body) => {
    const { guard, tell } = await openDecisionPoint();
    const told = await tell('shop', 'POST', '/v1/authorize', body);
    expect(told).toMatchObject({ status: 400, body: { decision: 'deny' } });
    expect(await guard.store.usage(0)).toEqual([]);
  });

  it('that is too large is denied, whether it says so or not', async () => {
    const { tell, handler } = await openDecisionPoint({ http: { maxBodyBytes: 1000 } });
    const large = creditBody({ text: 'x'.repeat(1000) });
    expect(await tell('shop', 'POST', '/v1/authorize', large)).toMatchObject({
      status: 413,
      body: { decision: 'deny' },
    });
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(Buffer.alloc(500, ' '));
      },
    });
    const headers = { authorization: `Bearer ${TOKENS.shop}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: endless, duplex: 'half' as const };
    const response = await handler(new Request('http://localhost/v1/authorize', init));
    expect([response.status, (await response.json()) as unknown]).toMatchObject([413, { decision: 'deny' }]);
    expect(sent).toBeLessThan(10);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json, text/plain', {}],
    ['application/jsonp', {}],
    ['', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('of the media type `%s` is denied', async (type, more) => {
    const { tell } = await openDecisionPoint();
    const told = await tell('shop', 'POST', '/v1/authorize', OK, { 'content-type': type, ...more });
    expect(told).toMatchObject({ status: 415, body: { decision: 'deny', code: 'guard/media-type-refused' } });
  });

  it('of any other JSON is never allowed, and is always answered as the contract says', async () => {
    const { guard, tell } = await openDecisionPoint({ http: { rateLimit: { perSecond: 1e9, burst: 1e9 } } });
    const field = fc.constantFrom(
      'action',
      'principal',
      'arguments',
      'idempotencyKey',
      'requester',
      'approval',
      'text',
    );
    await fc.assert(
      fc.asyncProperty(field, fc.jsonValue(), async (name, value) => {
        const isName = typeof value === 'string';
        fc.pre(!(isName && ['approval', 'idempotencyKey', 'requester', 'text'].includes(name)));
        const { body } = await tell('shop', 'POST', '/v1/authorize', JSON.stringify(creditBody({ [name]: value })));
        expect(body.decision).toBe('deny');
      }),
      { seed: 1, numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.constantFrom('/v1/authorize', '/v1/settle'), async (value, path) => {
        const { status } = await tell('shop', 'POST', path, JSON.stringify(value));
        expect(status).toBe(400);
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(await guard.store.usage(0)).toEqual([]);
  });
});
