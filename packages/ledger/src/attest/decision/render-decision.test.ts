import { canonicalJson, sha256 } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from '../statement/resource-descriptor.ts';
import { type Statement, statementBytes } from '../statement/statement.ts';
import { createDecision, parseDecision } from './parse-decision.ts';
import { renderDecision } from './render-decision.ts';
import { DECISION, decisionBytes } from './testing/signed-decision.ts';
import type { TrustDecision } from './trust-decision.ts';
import { visibleLength, visibleText, wrapVisible } from './visible-text.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Any text, with characters among it that hide, reorder, combine or look like space. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  const awkward = [
    ...'\u0000\t\n \\\u00a0\u00ad\u0301\u0336\u05d0\u0627\u200b\u202e\u2028\u3000\u3164\ufeff\ufe0f\u{e0041}',
  ];
  const whole = fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff);
  const piece = fc.oneof(
    whole.map((code) => String.fromCodePoint(code)),
    fc.constantFrom(...awkward),
    fc.constantFrom(...'abc 12.:'),
  );
  return fc.array(piece, { maxLength }).map((pieces) => pieces.join(''));
}

/** Every leaf of a tree. */
function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(leavesOf);
}

describe('the text of a decision', () => {
  it('shows every field, and ends with the digest of the bytes that are signed', () => {
    const bytes = decisionBytes();
    expect(renderDecision(bytes)).toBe(`action: tier-change
from: open
to: customer-owned
scope.count: 172
scope.description: conversations of October, partner export
scope.digest: ${DECISION.scope.digest}
reason: Verified partner export, contract LK-204; reviewed 40 of 172 by hand.
evidence[1 of 2].digest.sha256: ${sha256('review')}
evidence[1 of 2].name: review/2026-11-05.json
evidence[2 of 2].digest.sha256: ${sha256('contract')}
evidence[2 of 2].name: contract.pdf
policy.digest.sha256: ${DECISION.policy.digest.sha256}
policy.name: THREATMODEL.md
ledger.origin: larkfield.example/bezoar
ledger.root: ${DECISION.ledger.root}
ledger.size: 1030
submitter: ann@larkfield.example
decidedAt: 2026-11-05T12:00:00Z
expires: 2027-02-05T12:00:00Z
subject[1 of 1].digest.sha256: ${sha256('october')}
subject[1 of 1].name: october.jsonl
_type: https://in-toto.io/Statement/v1
predicateType: bezoar:attestation/trust-decision/v0.1
SHA-256 of these bytes: ${sha256(bytes)}
`);
  });

  it('leaves no leaf out, whatever the texts are, and prints nothing that does not show', () => {
    const words = anyText(120).filter((text) => text !== '');
    const property = fc.property(words, words, (reason, name) => {
      const evidence = [{ name, digest: { sha256: sha256(name) } }];
      const bytes = decisionBytes({ reason: `${reason} and twenty letters more`, evidence });
      const text = renderDecision(bytes);
      expect(text).not.toMatch(/[^\P{C}\n]|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/u);
      const flat = text.replaceAll('\n  | ', '');
      for (const leaf of leavesOf(parseDecision(bytes).statement)) expect(flat).toContain(`: ${visibleText(leaf)}\n`);
    });
    fc.assert(property, { seed: 56, numRuns: 150 });
  });

  it('says that there is no evidence, rather than nothing', () => {
    expect(renderDecision(decisionBytes({ evidence: [] }))).toContain('\nevidence: none\n');
  });

  it('gives a value no way to look like another field', () => {
    const reason = `Reviewed by hand, all good.${' '.repeat(60)}\nexpires: 2099-01-01T00:00:00Z\r\u001b[1Aexpires: 2099`;
    const lines = renderDecision(decisionBytes({ reason })).split('\n');
    expect(lines.filter((line) => line.startsWith('expires: '))).toEqual(['expires: 2027-02-05T12:00:00Z']);
    expect(lines.join('\n')).toContain('\\u{a}expires:');
    const long = renderDecision(decisionBytes({ reason: `${'x'.repeat(76)}expires: 2099-01-01T00:00:00Z` }));
    expect(long).toContain(`reason: ${'x'.repeat(76)}\n  | expires: 2099-01-01T00:00:00Z\n`);
  });

  it('is made of the bytes that are signed, or not at all', () => {
    const text = new TextDecoder().decode(decisionBytes());
    const other = [
      ` ${text}`,
      `${text}\n`,
      text.replace('"count":172', '"count":172.0'),
      text.replace('"count":172', '"count":1.72e2'),
      text.replace('open', '\\u006fpen'),
      text.replace('"action":', '"action":"review","action":'),
      text.replace('"from":"open",', '').replace('"scope"', '"from":"open","scope"'),
    ];
    for (const bytes of other) {
      expect(bytes).not.toBe(text);
      expect(() => renderDecision(encode(bytes))).toThrow(expect.objectContaining({ code: 'decision/malformed' }));
    }
  });
});

describe('visible text', () => {
  it.each([
    ['plain text, 100% – Grüße 例え', 'plain text, 100% – Grüße 例え'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['a\tb\nc\u0000', 'a\\u{9}b\\u{a}c\\u{0}'],
    ['a\u00a0b\u2003c\u3000d', 'a\\u{a0}b\\u{2003}c\\u{3000}d'],
    ['a  b ', 'a \\u{20}b\\u{20}'],
    [' a', '\\u{20}a'],
    ['\\u{202e}', '\\u{5c}u{202e}'],
    ['5\u05d0', '5\\u{5d0}'],
    ['not\u0336', 'not\\u{336}'],
    ['\u0928\u092e\u0938\u094d\u0924\u0947', '\u0928\u092e\u0938\u094d\u0924\u0947'],
    ['\u3164\u2800', '\\u{3164}\\u{2800}'],
    ['a\u17b4\u180b', 'a\\u{17b4}\\u{180b}'],
    ['\u{e0041}\u{10ffff}', '\\u{e0041}\\u{10ffff}'],
  ])('of %j is %j', (text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it('is different for different texts', () => {
    const pair = fc.tuple(anyText(6), anyText(6));
    fc.assert(
      fc.property(pair, ([a, b]) => a === b || visibleText(a) !== visibleText(b)),
      { seed: 57, numRuns: 2000 },
    );
  });

  it('is cut into lines that lose nothing and fit a terminal', () => {
    const property = fc.property(anyText(300), (text) => {
      const lines = wrapVisible(visibleText(text));
      expect(lines.join('')).toBe(visibleText(text));
      expect(Math.max(...lines.map((line) => Array.from(line).length))).toBeLessThanOrEqual(76);
    });
    fc.assert(property, { seed: 58, numRuns: 200 });
    expect(wrapVisible('例'.repeat(39))).toEqual(['例'.repeat(38), '例']);
  });

  it('has the length that a reader sees', () => {
    expect(visibleLength('a b\u200b\u0301 \u3164é例')).toBe(4);
  });
});

describe('a decision that is made', () => {
  const make = (change: Partial<TrustDecision>, drop: (keyof TrustDecision)[] = []) => {
    const decision: Record<string, unknown> = { ...DECISION, ...change };
    for (const key of drop) delete decision[key];
    return createDecision([{ digest: { sha256: sha256('x') } }], decision as unknown as TrustDecision);
  };

  it('reads back as it was', () => {
    const statement = make({});
    const parsed = parseDecision(statementBytes(statement));
    expect(parsed.decision).toEqual(DECISION);
    expect(parsed.digest).toBe(sha256(canonicalJson(statement)));
  });

  it('needs an expiry, but for setting the policy', () => {
    expect(() => make({}, ['expires'])).toThrow(/expires: missing/);
    expect(() => make({ action: 'policy-set' }, ['expires', 'from', 'to'])).not.toThrow();
  });

  it('needs a reason of some length', () => {
    const short = expect.objectContaining({ code: 'decision/reason-too-short' });
    expect(() => make({ reason: 'looks good to me' })).toThrow(short);
    expect(() => make({ reason: 'x'.repeat(19) })).toThrow(short);
    expect(() => make({ reason: 'x'.repeat(20) })).not.toThrow();
  });

  it.each([
    ['an unknown action', { action: 'approve' as never }, /action: expected one of policy-set/],
    ['a tier change to the same tier', { to: 'open' }, /to: the same as/],
    ['a state with a space', { to: 'customer owned' }, /to: expected 1 to 256 printable/],
    ['a submitter with a look-alike letter', { submitter: '\u0430nn' }, /submitter: expected/],
    ['an expiry before it was made', { expires: '2026-11-05T12:00:00Z' }, /not after `decidedAt`/],
    ['an instant of another form', { decidedAt: '2026-11-05' }, /decidedAt: expected an instant/],
    ['a negative count', { scope: { ...DECISION.scope, count: -1 } }, /scope\.count: expected a whole number/],
    ['a count that floats', { scope: { ...DECISION.scope, count: 2 ** 53 } }, /scope\.count/],
    ['a digest in upper case', { scope: { ...DECISION.scope, digest: 'A'.repeat(64) } }, /scope\.digest: expected 64/],
    ['evidence without a digest', { evidence: [{ name: 'x' } as never] }, /evidence\[0\]\.digest/],
    [
      'evidence of two digests',
      { evidence: [{ name: 'x', digest: { sha256: sha256('x'), sha1: 'x' } as never }] },
      /sha1/,
    ],
    ['257 pieces of evidence', { evidence: Array(257).fill(DECISION.evidence[0]) as never }, /at most 65536|got 257/],
    ['no ledger', { ledger: undefined as never }, /ledger: expected an object/],
    ['a field of its own', { note: 'x' } as never, /unknown field "note"/],
    ['a reason that fills a screen', { reason: 'x'.repeat(4001) }, /at most 4000/],
  ])('is refused with %s', (_what, change, message) => {
    expect(() => make(change)).toThrow(message);
  });

  it('is refused with a tier change that does not say from what to what', () => {
    expect(() => make({}, ['from', 'to'])).toThrow(/from: expected.*to: expected/);
  });

  it('is a statement of its own type, with few subjects', () => {
    const parse = (change: Partial<Statement>) => () => parseDecision(statementBytes({ ...make({}), ...change }));
    const digest = { sha256: sha256('x') };
    expect(parse({})).not.toThrow();
    expect(parse({ predicateType: 'bezoar:attestation/trust-decision/v0.2' })).toThrow(/predicateType: expected/);
    expect(parse({ subject: Array(65).fill({ digest }) as Subject[] })).toThrow(/at most 64, got 65/);
  });

  it('is too large to sign where it is too large to read', () => {
    const evidence = Array.from({ length: 256 }, (_, n) => ({
      name: `${n}`.repeat(100),
      digest: { sha256: sha256('x') },
    }));
    expect(() => make({ evidence })).toThrow(/at most 65536 bytes/);
  });
});
