import { fixedClock } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { MAX_WEBHOOK_SIGNATURES, type VerifyWebhookOptions, verifyWebhook } from './verify-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const SECRET_KEY = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const PUBLIC_KEY = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
const BODY = '{"test": 2432232314}';
const AT = 1614265330;

function verify(
  headers: Readonly<Record<string, string>>,
  options: Partial<VerifyWebhookOptions> = {},
): ReturnType<typeof verifyWebhook> {
  return verifyWebhook({
    headers: new Headers(headers),
    body: BODY,
    secrets: [SECRET],
    clock: fixedClock(AT * 1000),
    ...options,
  });
}

const signed = (secrets: readonly string[] = [SECRET]) => ({
  ...signWebhook({ id: 'msg_1', timestamp: AT, body: BODY, secrets }),
});
const codeOf = (result: ReturnType<typeof verifyWebhook>): string => (result.verified ? 'verified' : result.code);

describe('a genuine webhook', () => {
  it('is verified, with its id and time', () => {
    expect(verify(signed())).toEqual({ verified: true, id: 'msg_1', timestamp: AT });
    expect(verify(signed(), { body: Buffer.from(BODY) }).verified).toBe(true);
  });

  it('is verified by any of several keys, whichever of them signed', () => {
    expect(verify(signed([OTHER, SECRET])).verified).toBe(true);
    expect(verify(signed(), { secrets: [OTHER, SECRET] }).verified).toBe(true);
    expect(verify(signed([SECRET_KEY, OTHER]), { secrets: [PUBLIC_KEY] }).verified).toBe(true);
    expect(verify(signed([SECRET_KEY]), { secrets: [SECRET_KEY] }).verified).toBe(true);
  });

  it('is verified beside signatures of versions that are not known', () => {
    const headers = signed();
    headers['webhook-signature'] = `v2,AAAA ${headers['webhook-signature']} v9`;
    expect(verify(headers).verified).toBe(true);
  });

  it('is verified for five minutes either way, and no longer', () => {
    const at = (ms: number): string => codeOf(verify(signed(), { clock: fixedClock(AT * 1000 + ms) }));
    expect([at(300_000), at(-300_000), at(300_001), at(-300_001)]).toEqual([
      'verified',
      'verified',
      'too-old',
      'too-new',
    ]);
    expect(at(Number.NaN)).toBe('too-old');
  });
});

describe('a forged webhook', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['with another id', 'no-signature', { 'webhook-id': 'msg_2' }],
    ['with another time', 'no-signature', { 'webhook-timestamp': String(AT + 1) }],
    ['with its full stop moved', 'malformed', { 'webhook-id': `msg_1.${AT}`, 'webhook-timestamp': '1' }],
    ['with a time in another spelling', 'malformed', { 'webhook-timestamp': `0${AT}` }],
    ['with a time in words', 'malformed', { 'webhook-timestamp': 'now' }],
    ['with a time that is not a number', 'malformed', { 'webhook-timestamp': 'NaN' }],
    ['with a negative time', 'malformed', { 'webhook-timestamp': '-1' }],
    ['with no signature', 'no-signature', { 'webhook-signature': '' }],
    ['with an empty one', 'no-signature', { 'webhook-signature': 'v1,' }],
    ['with a short one', 'no-signature', { 'webhook-signature': 'v1,AAAA' }],
    ['with a long one', 'no-signature', { 'webhook-signature': `v1,${'A'.repeat(86)}==` }],
    [
      'with one of another version',
      'no-signature',
      { 'webhook-signature': signed()['webhook-signature'].replace('v1', 'v1a') },
    ],
    [
      'with one in another case',
      'no-signature',
      { 'webhook-signature': signed()['webhook-signature'].replace('v1', 'V1') },
    ],
    ['with its bits in another spelling', 'no-signature', { 'webhook-signature': `${signed()['webhook-signature']}=` }],
    [
      'with many signatures',
      'malformed',
      { 'webhook-signature': 'v1,x '.repeat(MAX_WEBHOOK_SIGNATURES).concat('v1,x') },
    ],
  ])('%s is %s', (_name, code, change) => expect(codeOf(verify({ ...signed(), ...change }))).toBe(code));

  it('with another body or key is not verified', () => {
    expect(codeOf(verify(signed(), { body: `${BODY} ` }))).toBe('no-signature');
    expect(codeOf(verify(signed(), { secrets: [OTHER] }))).toBe('no-signature');
    expect(codeOf(verify(signed([SECRET_KEY]), { secrets: [SECRET] }))).toBe('no-signature');
    expect(codeOf(verify(signed(), { secrets: [PUBLIC_KEY] }))).toBe('no-signature');
  });

  it('with the public key as a shared secret is not verified', () => {
    const confused = signed([PUBLIC_KEY.replace('whpk_', 'whsec_')]);
    expect(codeOf(verify(confused, { secrets: [PUBLIC_KEY] }))).toBe('no-signature');
  });

  it('without one of its headers is not verified', () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
      const { [name]: _, ...rest } = signed();
      expect(codeOf(verify(rest as Readonly<Record<string, string>>))).toBe('missing-header');
    }
  });

  it('with any one character changed is not verified', () => {
    const headers = signed([SECRET, SECRET_KEY]);
    const names = ['webhook-id', 'webhook-timestamp'] as const;
    const change = fc.record({
      name: fc.constantFrom(...names),
      at: fc.nat(40),
      to: fc.constantFrom('0', '9', 'a', 'Z', '.'),
    });
    const property = fc.property(change, ({ name, at, to }) => {
      const value = headers[name];
      const changed = value.slice(0, at % value.length) + to + value.slice((at % value.length) + 1);
      const result = verify({ ...headers, [name]: changed }, { secrets: [SECRET, PUBLIC_KEY] });
      expect(result.verified).toBe(changed === value);
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });

  it('is not judged without keys', () => {
    expect(() => verify(signed(), { secrets: [] })).toThrow('at least one key');
  });
});
