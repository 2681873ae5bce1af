import { seededRandom } from '@bezoar/core';
import { describe, expect, it } from 'vitest';
import { textSignals } from '../text-signals.ts';

const random = seededRandom('benign');
const hex = (digits: number): string => Array.from({ length: digits }, () => random.integer(16).toString(16)).join('');
const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => random.integer(256)));
const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('textSignals: what scripts and emoji need', () => {
  it.each([
    ['Persian with non-joiners', 'می\u200cخواهم کتاب\u200cها را برگردانم'],
    ['Hindi with a joiner', 'क्\u200dष और श्री\u200dमान'],
    ['Malayalam chillu by joiner', 'അവന്\u200d വന്നു'],
    ['Sinhala', 'ශ්\u200dරී ලංකා'],
    ['Khmer with breaking spaces', 'ខ្ញុំ\u200bចង់\u200bបាន'],
    ['Thai with breaking spaces', 'ฉัน\u200bต้องการ\u200bคืนเงิน'],
    ['Japanese with a breaking space', '返金\u200bしてください'],
    ['a family', 'we are 👨\u200d👩\u200d👧\u200d👦 here'],
    ['a profession with a skin tone', '👩🏽\u200d🚀 and 🏳️\u200d🌈 and ❤️\u200d🔥'],
    ['hearts and keycaps', 'thanks ❤️ ☎️ ✔︎ 1️⃣ #️⃣'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} yes'],
    ['country flags', '🇩🇪🇫🇷'],
    ['ideographic variants', '葛\u{e0100}飾区の辻\u{e0101}さん'],
    ['Hebrew with marks and an address', 'הזמנה \u200eA-123\u200f לא הגיעה'],
    ['Arabic with embedded Latin', 'الطلب \u202aORD-9\u202c متأخر'],
    ['a number as telephones copy it', 'call me: \u202a+49 170 1234567\u202c'],
    ['a name as message formats isolate it', 'Hello \u2068Anna\u2069, your order is here'],
    ['a soft hyphen', 'Rück\u00aderstattung'],
    ['a byte order mark at the beginning', '\ufeffHello there'],
    ['one zero-width space left at the end', 'my order is late\u200b'],
    ['line ends and tabs', 'a\tb\r\nc'],
    ['Hangul', '환불해 주세요'],
    ['other letters of every kind', 'Größe, naïve, Ω, Привет, 你好'],
  ])('allows %s', (_, text) => {
    expect(textSignals([text])).toBe(0);
  });
});

describe('textSignals: what a support chat quotes', () => {
  it.each([
    ['order numbers', 'orders ORD-2026-000123456, SY-41112 and 8842-1190-2231-0098-1123'],
    ['a UUID', '3f2504e0-4f89-11d3-9a0c-0305e82c3301 and {6ba7b810-9dad-11d1-80b4-00c04fd430c8}'],
    ['digests', `${hex(32)} ${hex(40)} ${hex(64)} ${hex(128)} sha256-${bytes(32).toString('base64')}`],
    ['a fingerprint of a key', (hex(64).match(/../g) ?? []).join(':')],
    ['a commit and a branch', `fix/refund-flow at ${hex(40)}, see feature/some-very-long-branch-name-here`],
    [
      'a token of a web session',
      `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment({ sub: '1234567890', name: 'John Doe', admin: true, iat: 1516239022 })}.${bytes(32).toString('base64url')}`,
    ],
    [
      'a tracking link',
      `https://click.example.com/ls/click?upn=${bytes(180).toString('base64url')}&utm_source=mail&utm_campaign=summer_sale_2026`,
    ],
    ['an API key', `sk_live_${bytes(24).toString('base64url')} pk_test_51Habc`],
    [
      'a picture in the text',
      `data:image/png;base64,${Buffer.concat([bytes(300), Buffer.from('Software Adobe Photoshop for Windows, all rights reserved')]).toString('base64')}`,
    ],
    ['a long file name', 'Screenshot_2026-10-04-at-12-33-10_of_the_checkout_page_that_does_not_load.png'],
    ['a long word', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'],
    ['shouting', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA WHYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY'],
    ['identifiers of code', 'getCustomerSubscriptionRenewalDateFromServerResponseOrDefault(user)'],
    ['escapes in an address', 'https://example.com/search?q=caf%C3%A9%20cr%C3%A8me&from=%2Fa%2Fb'],
    [
      'an address in another script',
      'https://fa.example.org/wiki/%D8%A8%D8%A7%D8%B2%DA%AF%D8%B4%D8%AA_%D9%BE%D9%88%D9%84',
    ],
    ['a parcel number and an account number', '1Z999AA10123456784, DE89370400440532013000, 00340434161094042557'],
    ['letters that happen to be rotated words', 'Abg and Ner are my initials; the url is gur.example'],
    ['Welsh', "Mae'r archeb yn hwyr, ble mae fy arian os gwelwch yn dda"],
    ['a device address', '2001:0db8:85a3:0000:0000:8a2e:0370:7334, 00:1A:2B:3C:4D:5E'],
  ])('allows %s', (_, text) => {
    expect(textSignals([text, `Hi, ${text}, please help`])).toBe(0);
  });

  it('allows random bytes in every alphabet', () => {
    for (let i = 0; i < 120; i++) {
      const some = bytes(20 + random.integer(400));
      expect(textSignals([some.toString('base64'), some.toString('base64url'), some.toString('hex')])).toBe(0);
    }
  });
});
