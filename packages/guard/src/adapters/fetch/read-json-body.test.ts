import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonBody } from './read-json-body.ts';

const bodyOf = (body: string | Uint8Array<ArrayBuffer>) =>
  new Request('http://service.invalid', { method: 'POST', body });

describe('readJsonBody', () => {
  it('reads what JSON.parse reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const text = JSON.stringify(value);
        expect(await readJsonBody(bodyOf(text), 100_000)).toEqual({ value: JSON.parse(text) });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('answers any bytes, and never more of them than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        const body = await readJsonBody(bodyOf(Uint8Array.from(bytes)), 20);
        if (bytes.length > 20) expect(body).toMatchObject({ status: 413 });
        else expect('value' in body || body.status === 400).toBe(true);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('takes no body for no arguments, and refuses bytes that are no UTF-8', async () => {
    expect(await readJsonBody(new Request('http://service.invalid'), 10)).toEqual({ value: {} });
    expect(await readJsonBody(bodyOf(Uint8Array.of(0x22, 0xff, 0x22)), 10)).toMatchObject({ status: 400 });
  });
});
