import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersFor, parseCanaryHeaders } from './canary-headers.ts';

const SECRET = 'tok-5ecret';

describe('the headers of canaries', () => {
  it('are none where the variable is absent or empty', () => {
    for (const text of [undefined, '', '{}']) expect([...headersFor('pay', parseCanaryHeaders(text))]).toEqual([]);
  });

  it('go to every tool, and those of an action to its tool alone, before the others', () => {
    const headers = parseCanaryHeaders(
      '{"Authorization":"Bearer a","x-team":"risk","pay":{"authorization":"Bearer b"},"__proto__":{"x":"y"}}',
    );
    expect(Object.fromEntries(headersFor('pay', headers))).toEqual({ authorization: 'Bearer b', 'x-team': 'risk' });
    expect(Object.fromEntries(headersFor('refund', headers))).toEqual({ authorization: 'Bearer a', 'x-team': 'risk' });
    expect([...headersFor('__proto__', headers).keys()]).toContain('x');
  });

  it.each<readonly [string, string]>([
    ['no JSON', SECRET],
    ['JSON that is cut off', `{"authorization":"${SECRET}`],
    ['a text', `"${SECRET}"`],
    ['a list', `["${SECRET}"]`],
    ['null', 'null'],
    ['a list of values', `{"authorization":["${SECRET}"]}`],
    ['a number', '{"authorization":5}'],
    ['an empty value', '{"authorization":""}'],
    ['a second level of actions', `{"pay":{"x":{"authorization":"${SECRET}"}}}`],
    ['a line end in a value', `{"authorization":"${SECRET}\\r\\nx-admin: 1"}`],
    ['a lone line feed', `{"authorization":"${SECRET}\\n"}`],
    ['a letter that is not ASCII', `{"authorization":"${SECRET}\u00e9"}`],
    ['a blank in a name', `{"x admin":"${SECRET}"}`],
    ['a line end in a name', `{"x\\r\\ny":"${SECRET}"}`],
    ['an empty name', `{"":"${SECRET}"}`],
    ['a host', `{"Host":"${SECRET}"}`],
    ['a length', '{"Content-Length":"1"}'],
    ['a framing', '{"pay":{"transfer-encoding":"chunked"}}'],
    ['a key of its own', `{"Idempotency-Key":"${SECRET}"}`],
    ['no canary', '{"bezoar-canary":"0"}'],
    ['more than servers take', `{"authorization":"${SECRET.repeat(2000)}"}`],
  ])('are refused with %s, and the message quotes no value', (_, text) => {
    const error: unknown = (() => {
      try {
        return parseCanaryHeaders(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: 'drift/canary-headers' });
    const { message, cause } = error as Error;
    expect(message).toMatch(/^expected `BEZOAR_CANARY_HEADERS` .*[^.]$/);
    expect(`${message}${String(cause)}`).not.toContain('5ecret');
  });

  it('are read or refused for any text, and never hold a line end', () => {
    const part = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a', '\r\n', '\0', ' ', 'Host'));
    const text = fc.oneof(
      fc.string(),
      fc.dictionary(part, fc.oneof(part, fc.dictionary(part, part))).map((one) => JSON.stringify(one)),
    );
    let read = 0;
    fc.assert(
      fc.property(text, (one) => {
        try {
          const headers = parseCanaryHeaders(one);
          read++;
          for (const [name, value] of [headers.all, ...headers.byAction.values()].flatMap((map) => [...map])) {
            expect(name + value).toMatch(/^[\x20-\x7e]+$/);
            expect(name).not.toBe('host');
          }
        } catch (error) {
          expect(error).toMatchObject({ code: 'drift/canary-headers' });
        }
      }),
      { seed: 71, numRuns: 400 },
    );
    expect(read).toBeGreaterThan(20);
  });
});
