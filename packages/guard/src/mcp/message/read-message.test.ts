import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from './read-message.ts';
import { oneLine, writeRequest, writeResult } from './write-message.ts';

const read = (text: string) => readMessage(Buffer.from(text));

describe('reading a message', () => {
  it('never throws, and takes nothing for a message that has another envelope', () => {
    const name = fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error', '__proto__', 'x');
    const value = fc.oneof(
      fc.constantFrom<unknown>('2.0', 'ping', 1, null, {}, [], 1.5),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (fields) => {
        const result = read(JSON.stringify(fields));
        if ('fault' in result) return;
        const names = Object.keys(fields);
        expect(fields.jsonrpc).toBe('2.0');
        expect(names.filter((one) => ['method', 'result', 'error'].includes(one))).toHaveLength(1);
        if (result.message.kind === 'request')
          expect(typeof fields.id === 'string' || Number.isSafeInteger(fields.id)).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(readMessage(bytes)).toHaveProperty('fault');
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('reads back what is written, as the same message', () => {
    const params = fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 20 }), fc.integer()), params, (id, fields) => {
        const message = JSON.parse(JSON.stringify(fields));
        expect(read(writeRequest(id, 'tools/call', message))).toMatchObject({
          message: { kind: 'request', id, params: message },
        });
        expect(read(writeResult(id, message))).toMatchObject({ message: { kind: 'result', id, result: message } });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('tells the id of a request that it refuses, where there is one', () => {
    expect(read('{"jsonrpc":"1.0","id":7,"method":"ping"}')).toEqual({ fault: 'mcp/malformed', id: 7 });
    expect(read('{"jsonrpc":"2.0","id":[],"method":"ping"}')).toEqual({ fault: 'mcp/id', id: null });
  });

  it.each([
    '{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":"x"}}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":1}}',
    '{"jsonrpc":"2.0","id":1,"error":"x"}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x","more":1}}',
    '{"jsonrpc":"2.0","id":1,"result":[]}',
    '{"jsonrpc":"2.0","result":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}',
  ])('refuses %s', (text) => {
    expect(read(text)).toMatchObject({ fault: 'mcp/malformed' });
  });

  it('refuses a text that exhausts the parser, rather than failing', () => {
    expect(read('['.repeat(200_000))).toMatchObject({ fault: 'mcp/not-json' });
  });
});

describe('one line for every reader', () => {
  it('means the same JSON, and has no character at which any reader ends a line', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom(0, 2, '\t', '\r'), (value, indent) => {
        const json = JSON.stringify(value, null, indent === '\r' ? 1 : indent).replaceAll(
          '\n',
          indent === '\r' ? '\r\n' : '\n',
        );
        const line = oneLine(json);
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(JSON.parse(line)).toEqual(JSON.parse(json));
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
