import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing/any-text.test-support.ts';
import { isIdentifier, maskVolatile } from './mask-volatile.ts';

describe('maskVolatile', () => {
  it.each([
    ['Your order A-10342 shipped on 2025-03-04.', 'your order <id> shipped on <date>.'],
    ['It arrives 12/05/2025 at 14:30, or on May 3rd, 2025.', 'it arrives <date> at <date>, or on <date>.'],
    ['Paid $1,250.00 on 3rd of April; 20% off, 7 items', 'paid <number> on <date>; <number>% off, <number> items'],
    ['Ticket #889123 for 6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'ticket <id> for <id>'],
    ['at 2025-03-04T10:00:00.000Z sharp', 'at <date> sharp'],
    ['I\u2019ve  APPL\u200bIED\n\u0441redit', "i've applied credit"],
    ['nothing changes here', 'nothing changes here'],
    ['', ''],
  ])('%j becomes %j', (text, masked) => {
    expect(maskVolatile(text)).toBe(masked);
  });

  it('keeps who is addressed, because an exchanged host is a payload', () => {
    expect(maskVolatile('See https://help.example.com/a?b=1#c.')).toBe('see <url:help.example.com>');
    expect(maskVolatile('See https://help.example.com. Thanks')).toBe('see <url:help.example.com> thanks');
    expect(maskVolatile('(www.Example.com/x)')).toBe('(<url:www.example.com>)');
    expect(maskVolatile('mail j.doe42@Shop-1.example.org now')).toBe('mail <email:shop-1.example.org> now');
  });

  it('is not misled about the host by user names, backslashes or look-alikes', () => {
    expect(maskVolatile('https://bank.example@evil.example/')).toBe('<url:evil.example>');
    expect(maskVolatile('https://evil.example\\@bank.example/')).toBe('<url:evil.example>');
    expect(maskVolatile('https://b\u0430nk.example/')).not.toBe(maskVolatile('https://bank.example/'));
  });

  it('gives the same for texts that differ in numbers alone', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        const say = (n: number) => `We credit $${n} for order ORD-${10_000 + n} today`;
        expect(maskVolatile(say(a))).toBe(maskVolatile(say(b)));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('takes hostile text of any length and shape', () => {
    fc.assert(
      fc.property(anyText(100), (text) => {
        expect(maskVolatile(text)).not.toMatch(/\s\s|^\s|\s$/);
      }),
      { seed: 2, numRuns: 100 },
    );
    for (const piece of ['a-', '1.', '1,', 'a@', 'a.b@c.', 'https://', '2025-', '3rd of ', '12:', '$', '#1a'])
      expect(maskVolatile(piece.repeat(10_000)).length).toBeGreaterThanOrEqual(0);
  });
});

describe('isIdentifier', () => {
  it('knows what somebody numbered from words and amounts', () => {
    for (const id of ['A-10342', 'ord_8f2k9', '123456', '#889123', 'acc42', '550e8400-e29b-41d4-a716-446655440000'])
      expect(isIdentifier(id)).toBe(true);
    for (const other of ['order', '50', '12345', 'a1', 'two words 12', '', 'covid-9'])
      expect(isIdentifier(other)).toBe(false);
  });
});
