import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { signedContent } from './signed-content.ts';

/** The example of the specification and of its reference libraries (github.com/standard-webhooks/standard-webhooks). */
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SECRET_KEY = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const V1 = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const V1A = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

describe('a signed webhook', () => {
  it('has the published signature of a shared secret', () => {
    expect(signWebhook({ ...MESSAGE, secrets: [SECRET] })).toEqual({
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': V1,
    });
  });

  it('has the published signature of an Ed25519 key', () => {
    expect(signWebhook({ ...MESSAGE, secrets: [SECRET_KEY] })['webhook-signature']).toBe(V1A);
  });

  it('has one signature for each key while keys are rotated, in their order', () => {
    const headers = signWebhook({ ...MESSAGE, secrets: [SECRET_KEY, SECRET] });
    expect(headers['webhook-signature']).toBe(`${V1A} ${V1}`);
  });

  it('is the same whether the body is text or its bytes', () => {
    const body = Buffer.from(MESSAGE.body);
    expect(signWebhook({ ...MESSAGE, body, secrets: [SECRET] })['webhook-signature']).toBe(V1);
  });

  it.each([
    ['an id with a full stop', { id: 'msg.1614265330' }],
    ['an id with a line end', { id: 'msg\r\nwebhook-signature: v1,x' }],
    ['an id with a line end at its end', { id: 'msg\n' }],
    ['an id that is not ASCII', { id: 'm\u0455g' }],
    ['an empty id', { id: '' }],
    ['a long id', { id: 'x'.repeat(129) }],
    ['milliseconds', { timestamp: 1_614_265_330_000 }],
    ['half a second', { timestamp: 1.5 }],
    ['a negative time', { timestamp: -1 }],
    ['no time', { timestamp: Number.NaN }],
    ['a body that has no UTF-8', { body: '\ud800' }],
  ])('is never made of %s', (_name, part) =>
    expect(() => signWebhook({ ...MESSAGE, ...part, secrets: [SECRET] })).toThrow('cannot be signed'),
  );

  it.each([
    ['none', []],
    ['a public key', ['whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=']],
    ['a short secret', ['whsec_c2hvcnQ=']],
    ['a long secret', [`whsec_${Buffer.alloc(65).toString('base64')}`]],
    ['a secret without its prefix', [SECRET.slice(6)]],
    ['a secret in base64url', [`whsec_${'_-'.repeat(16)}`]],
    ['a secret with a line end', [`${SECRET}\n`]],
    ['half an Ed25519 key', ['whsk_c2hvcnQ=']],
    ['a key with the public half of another', [`whsk_${Buffer.alloc(64, 1).toString('base64')}`]],
  ])('is never made with %s as its key', (_name, secrets) => {
    let message = '';
    try {
      signWebhook({ ...MESSAGE, secrets });
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toMatch(/key/);
    for (const secret of secrets) expect(message).not.toContain(secret.slice(6, 20));
  });
});

describe('what is signed', () => {
  it('is never the same for two messages', () => {
    const part = fc.constantFrom('a', '1', '.', '1.', '.a', '12', '', '\n', '.1.');
    const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
    const message = fc.record({ id: text, timestamp: fc.nat(12), body: text });
    const property = fc.property(message, message, (a, b) => {
      const [first, second] = [signedContent(a), signedContent(b)];
      if ('fault' in first || 'fault' in second) return;
      expect(first.equals(second)).toBe(a.id === b.id && a.timestamp === b.timestamp && a.body === b.body);
    });
    fc.assert(property, { seed: 1, numRuns: 3000 });
  });
});
