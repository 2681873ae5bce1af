import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import { canonicalJson } from '@bezoar/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionBytes } from '../packages/ledger/src/attest/decision/testing/signed-decision.ts';
import { bundleBytes, createBundle, parseBundle, verifyBundle } from '../packages/ledger/src/attest/dsse/bundle.ts';
import { preAuthEncoding } from '../packages/ledger/src/attest/dsse/pae.ts';
import { signEnvelope } from '../packages/ledger/src/attest/dsse/sign-envelope.ts';
import { dsseKeyId, signBytes } from '../packages/ledger/src/attest/dsse/signing-key.ts';
import { parseStatement, statementBytes } from '../packages/ledger/src/attest/statement/statement.ts';
import { createTestResult, parseTestResult } from '../packages/ledger/src/attest/statement/test-result.ts';
import { createVerificationResult } from '../packages/ledger/src/attest/statement/verification-result.ts';
import { flippedBytes } from '../packages/ledger/src/attest/testing/flipped-bytes.ts';
import { buildGoPeer, type GoPeer } from './go-peer.test-support.ts';

// The parts of Sigstore's verifier that are used; installed under interop/, by .ci/setup.
interface Sigstore {
  toSignedEntity(bundle: unknown): unknown;
  Verifier: new (
    material: unknown,
    options: { ctlogThreshold: number; tlogThreshold: number; timestampThreshold: number },
  ) => { verify(entity: unknown): unknown };
}
interface SigstoreBundle {
  bundleFromJSON(value: unknown): unknown;
  bundleToJSON(bundle: unknown): unknown;
  toDSSEBundle(parts: { artifact: Buffer; artifactType: string; signature: Buffer; keyHint: string }): unknown;
}

describe('@sigstore/verify', () => {
  const load = createRequire(new URL('../interop/package.json', import.meta.url));
  const { toSignedEntity, Verifier } = load('@sigstore/verify') as Sigstore;
  const { bundleFromJSON, bundleToJSON, toDSSEBundle } = load('@sigstore/bundle') as SigstoreBundle;
  const statement = statementBytes(
    createTestResult([{ name: 'month.jsonl', digest: { sha256: 'a'.repeat(64) } }], {
      configuration: [{ name: 'THREATMODEL.md', digest: { sha256: 'b'.repeat(64) } }],
      passedTests: ['corpus.phrases'],
      warnedTests: [],
      failedTests: [],
    }),
  );

  /** Whether Sigstore verifies a bundle's file with one key, known under the hint. */
  const isTheirs = (bytes: Uint8Array, publicKey: KeyObject, hint: string = dsseKeyId(publicKey)): boolean => {
    const find = (asked: string) => {
      if (asked !== hint) throw new Error('unknown key');
      return { publicKey, validFor: () => true };
    };
    const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
    const verifier = new Verifier(
      { ...none, publicKey: find },
      { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 },
    );
    try {
      verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(new TextDecoder().decode(bytes)))));
      return true;
    } catch {
      return false;
    }
  };
  const pairs = [
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['P-256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ] as const;

  it.each(pairs)('verifies our bundles signed with %s, and refuses them with a byte flipped', (_name, pair) => {
    const envelope = signEnvelope(statement, pair.privateKey);
    const bundle = createBundle(envelope);
    const keys = [{ keyId: dsseKeyId(pair.publicKey), key: pair.publicKey }];
    expect([isTheirs(bundleBytes(bundle), pair.publicKey), verifyBundle(bundle, keys).accepted]).toEqual([true, true]);
    const [signature] = envelope.signatures;
    const changed = [
      ...flippedBytes(Buffer.from(envelope.payload, 'base64'), 'payload').map((bytes) => ({
        payload: Buffer.from(bytes).toString('base64'),
      })),
      ...flippedBytes(Buffer.from(signature!.sig, 'base64'), 'sig').map((bytes) => ({
        signatures: [{ ...signature, sig: Buffer.from(bytes).toString('base64') }],
      })),
      { payloadType: 'application/vnd.in-toto+jsoN' },
    ];
    for (const change of changed) {
      const mutant = { ...bundle, dsseEnvelope: { ...envelope, ...change } } as typeof bundle;
      expect([isTheirs(bundleBytes(mutant), pair.publicKey), verifyBundle(mutant, keys).accepted]).toEqual([
        false,
        false,
      ]);
    }
    const [, other] = pairs.find(([, { publicKey }]) => publicKey !== pair.publicKey)!;
    expect(isTheirs(bundleBytes(bundle), other.publicKey, dsseKeyId(pair.publicKey))).toBe(false);
  });

  it.each(pairs)(
    'writes bundles, signed with %s, that bezoar reads and verifies',
    (_name, { publicKey, privateKey }) => {
      const artifactType = 'application/vnd.in-toto+json';
      const signature = Buffer.from(signBytes(preAuthEncoding(artifactType, statement), privateKey));
      const keyHint = dsseKeyId(publicKey);
      const theirs = bundleToJSON(toDSSEBundle({ artifact: Buffer.from(statement), artifactType, signature, keyHint }));
      const bundle = parseBundle(Buffer.from(JSON.stringify(theirs)));
      expect(verifyBundle(bundle, [{ keyId: keyHint, key: publicKey }])).toMatchObject({ accepted: true });
    },
  );
});

interface StatementAnswer {
  readonly refused: string;
  readonly predicateType: string;
  readonly subject: readonly Record<string, string>[] | null;
  readonly predicate: unknown;
  readonly result: string;
  readonly tests: readonly string[] | null;
}

describe("in-toto's own Go module", () => {
  let peer: GoPeer;
  beforeAll(async () => {
    peer = await buildGoPeer();
  }, 300_000);
  afterAll(() => peer?.remove());

  const ask = (statements: readonly Uint8Array[]): Promise<StatementAnswer[]> =>
    peer.ask(
      'verify-statement',
      statements.map((statement) => ({ statement })),
    );
  const digest = { sha256: 'a'.repeat(64), gitCommit: 'c'.repeat(40) };
  const good = createTestResult(
    [
      { name: 'month.jsonl', digest },
      { uri: 'file:b', digest, mediaType: 'text/plain' },
    ],
    {
      configuration: [{ name: 'THREATMODEL.md', digest: { sha256: 'b'.repeat(64) } }, { uri: 'pkg:npm/bezoar@0.1.0' }],
      url: 'file:report.json',
      passedTests: ['corpus.phrases', 'Grüße 例え'],
      warnedTests: ['corpus.caps'],
      failedTests: ['corpus.hazards'],
    },
  );

  it('reads in our statements what we wrote', async () => {
    const [result, decision] = await ask([statementBytes(good), decisionBytes()]);
    const { passedTests, warnedTests, failedTests } = good.predicate;
    expect(result).toMatchObject({ refused: '', predicateType: good.predicateType, subject: [digest, digest] });
    expect(result).toMatchObject({ result: 'FAILED', tests: [...passedTests, ...warnedTests, ...failedTests] });
    const parsed = parseStatement(decisionBytes());
    expect(decision).toMatchObject({ refused: '', predicateType: parsed.predicateType });
    expect(canonicalJson(decision?.predicate)).toBe(canonicalJson(parsed.predicate));
  });

  // The module knows v0.1 of this predicate, whose policy stood elsewhere: it reads v0.2 as any predicate that it does not know.
  it('reads in our simple verification result what we wrote', async () => {
    const statement = createVerificationResult([{ name: 'models/2026-11', digest }], {
      verifier: { id: 'bezoar:verifiers/gate/v0.1', policies: [{ name: 'THREATMODEL.md', digest }] },
      timeCreated: '2026-11-20T12:00:00.000Z',
      properties: ['BEZOAR_GATE_PASS'],
    });
    const [read] = await ask([statementBytes(statement)]);
    expect(read).toMatchObject({ refused: '', predicateType: statement.predicateType, subject: [digest] });
    expect(canonicalJson(read?.predicate)).toBe(canonicalJson(statement.predicate));
  });

  it('refuses what bezoar refuses', async () => {
    const { subject, predicate } = good;
    const mutants: unknown[] = [
      { ...good, _type: 'https://in-toto.io/Statement/v2' },
      { ...good, extra: 1 },
      { ...good, subject: [] },
      { ...good, subject: [{ name: 'x' }] },
      { ...good, subject: [{ ...subject[0], unknown: 1 }] },
      { ...good, subject: [{ digest: { sha256: 'a' } }] },
      { ...good, subject: [{ digest: { sha256: 'g'.repeat(64) } }] },
      { ...good, subject: [{ digest: { sha512: 'a'.repeat(64) } }] },
      { ...good, subject: { digest } },
      { ...good, predicateType: '' },
      { ...good, predicate: undefined },
      { ...good, predicate: [] },
      { ...good, predicate: { ...predicate, score: 1 } },
      { ...good, predicate: { ...predicate, passedTests: 'all' } },
      { ...good, predicate: { ...predicate, result: 1 } },
      { ...good, predicate: { ...predicate, configuration: [{ mediaType: 'x' }] } },
    ];
    const texts = [
      ...mutants.map((mutant) => JSON.stringify(mutant)),
      JSON.stringify(good).replace('"predicateType"', '"predicateType":"x:y","predicateType"'),
      `${JSON.stringify(good)}x`,
      JSON.stringify(good).replace('PASSED', '\\ud800').replace('FAILED', '\\ud800'),
      '',
    ];
    const bytes = texts.map((text) => new TextEncoder().encode(text));
    const answers = await ask(bytes);
    for (const [index, text] of texts.entries()) {
      expect(() => parseTestResult(parseStatement(bytes[index]!)), text).toThrow();
      expect(answers[index]?.refused, text).not.toBe('');
    }
  });
});
