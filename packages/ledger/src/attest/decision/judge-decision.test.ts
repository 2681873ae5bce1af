import { sha256 } from '@bezoar/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../signers/allowed-signers.ts';
import { decodeArmour, encodeArmour } from '../sshsig/armour.ts';
import { softwareKey } from '../sshsig/testing/software-key.ts';
import { type Statement, statementBytes } from '../statement/statement.ts';
import type { DecisionCase } from './decision-case.ts';
import { distinctPersons } from './distinct-persons.ts';
import { judgeDecision } from './judge-decision.ts';
import { parseDecision } from './parse-decision.ts';
import {
  DECIDED_AT,
  DECISION,
  decisionBytes,
  PEOPLE,
  SIGNERS_FILE,
  signaturesOf,
  soundCase,
} from './testing/signed-decision.ts';
import { DECISION_NAMESPACE } from './trust-decision.ts';

const DAY_MS = 86_400_000;
const BYTES = decisionBytes();
const [BY_BEN, BY_CLEO] = signaturesOf(BYTES, [PEOPLE.ben, PEOPLE.cleo]) as [string, string];

/** The codes by which a case is refused; empty: accepted. */
function codesOf(change: Partial<DecisionCase>): readonly string[] {
  const { accepted, refusals } = judgeDecision(soundCase(change));
  expect(accepted).toBe(refusals.length === 0);
  return [...new Set(refusals.map(({ code }) => code))];
}

describe('a decision', () => {
  it('is accepted with its two signatures, evidence and policy, and handed out with who signed', () => {
    expect(judgeDecision(soundCase())).toEqual({
      accepted: true,
      decision: DECISION,
      digest: sha256(BYTES),
      signers: [
        { principal: 'ben@larkfield.example', fingerprint: PEOPLE.ben.fingerprint },
        { principal: 'cleo@larkfield.example', fingerprint: PEOPLE.cleo.fingerprint },
      ],
      refusals: [],
    });
  });

  it('is refused without one of its signatures, or without any', () => {
    for (const signatures of [[BY_BEN], [BY_CLEO], []]) {
      expect(codesOf({ signatures })).toEqual(['decision/too-few-signatures']);
    }
    expect(judgeDecision(soundCase({ signatures: [] }))).not.toHaveProperty('decision');
  });

  it('is refused when a piece of evidence is missing, altered, or cannot be asked for', () => {
    const lost = DECISION.evidence[1]!.digest.sha256;
    for (const answer of ['missing', false, undefined, 1] as unknown as boolean[]) {
      const evidence = (digest: string): boolean => (digest === lost ? answer : true);
      expect(codesOf({ evidence })).toEqual(['decision/evidence-missing']);
    }
    const evidence = (): boolean => {
      throw new Error('disk');
    };
    expect(codesOf({ evidence })).toEqual(['decision/evidence-missing']);
  });

  it('is refused when a piece of evidence was taken out of it after it was signed', () => {
    const statementBytes = decisionBytes({ evidence: DECISION.evidence.slice(1) });
    const signatures = [BY_BEN, BY_CLEO];
    expect(codesOf({ statementBytes, signatures })).toEqual(['decision/bad-signature', 'decision/too-few-signatures']);
  });

  it('counts until the instant at which it expires, and not a day longer', () => {
    const expires = Date.UTC(2027, 1, 5, 12);
    const recordedAt = DECIDED_AT;
    expect(codesOf({ now: expires - 1, recordedAt })).toEqual([]);
    expect(codesOf({ now: expires, recordedAt })).toEqual(['decision/expired']);
    expect(codesOf({ now: expires + DAY_MS, recordedAt })).toEqual(['decision/expired']);
  });

  it('is refused before it was made, but for the skew of a clock', () => {
    expect(codesOf({ now: DECIDED_AT - 300_000 })).toEqual([]);
    expect(codesOf({ now: DECIDED_AT - 300_001 })).toEqual(['decision/not-yet']);
    expect(codesOf({ recordedAt: DECIDED_AT + DAY_MS })).toEqual(['decision/not-yet']);
  });

  it('is refused when it was signed for another purpose', () => {
    const signatures = [BY_BEN, PEOPLE.cleo.sign(BYTES, 'git')];
    expect(codesOf({ signatures })).toEqual(['decision/wrong-namespace', 'decision/too-few-signatures']);
  });

  it('is refused when a signer may sign for other purposes only', () => {
    const allowedSigners = parseAllowedSigners(SIGNERS_FILE.replaceAll('"decision@bezoar"', '"git"'));
    expect(codesOf({ allowedSigners })).toEqual(['decision/wrong-namespace', 'decision/too-few-signatures']);
  });

  it('is refused when its submitter signed, by name', () => {
    const signatures = [BY_BEN, BY_CLEO, ...signaturesOf(BYTES, [PEOPLE.ann])];
    const submitter = { principal: 'ANN@larkfield.example', fingerprints: [] };
    expect(codesOf({ signatures, submitter })).toEqual(['decision/signer-is-submitter']);
  });

  it('is refused when its submitter signed, by key, under another name', () => {
    const submitter = { principal: 'ann@larkfield.example', fingerprints: [PEOPLE.cleo.fingerprint] };
    expect(codesOf({ submitter })).toEqual(['decision/signer-is-submitter', 'decision/too-few-signatures']);
    const shared = parseAllowedSigners(
      `${SIGNERS_FILE}*@larkfield.example,!ben* namespaces="git" ${PEOPLE.cleo.line}\n`,
    );
    expect(codesOf({ allowedSigners: shared })).toContain('decision/signer-is-submitter');
  });

  it('is refused when it names another submitter than the one who submitted', () => {
    const statementBytes = decisionBytes({ submitter: 'nobody' });
    expect(codesOf({ statementBytes })).toEqual(['decision/wrong-submitter']);
  });

  it('is refused when a machine signed, although the machine is listed among the signers', () => {
    const signatures = [BY_BEN, BY_CLEO, ...signaturesOf(BYTES, [PEOPLE.machine])];
    expect(codesOf({ signatures })).toEqual(['decision/pipeline-key']);
    expect(codesOf({ signatures: signatures.slice(1) })).toEqual([
      'decision/pipeline-key',
      'decision/too-few-signatures',
    ]);
  });

  it('counts a person once, however many signatures and keys that person has', () => {
    const twice = ['decision/duplicate-signer', 'decision/too-few-signatures'];
    expect(codesOf({ signatures: [BY_BEN, BY_BEN] })).toEqual(twice);
    expect(codesOf({ signatures: signaturesOf(BYTES, [PEOPLE.ben, PEOPLE.benToo]) })).toEqual(twice);
    expect(codesOf({ signatures: signaturesOf(BYTES, [PEOPLE.benToo, PEOPLE.cleo]) })).toEqual([]);
    const renamed = parseAllowedSigners(SIGNERS_FILE.replace('cleo@larkfield.example', 'BEN@Larkfield.example'));
    expect(codesOf({ allowedSigners: renamed })).toEqual(twice);
  });

  it('counts a key once, however many people it stands for', () => {
    const shared = SIGNERS_FILE.replace('ben@larkfield', 'ben@larkfield.example,dora@larkfield');
    const allowedSigners = parseAllowedSigners(shared);
    expect(codesOf({ allowedSigners, signatures: [BY_BEN] })).toEqual(['decision/too-few-signatures']);
    const { signers } = judgeDecision(soundCase({ allowedSigners }));
    expect(signers[0]?.principal).toBe('ben@larkfield.example,dora@larkfield.example');
  });

  it('is refused when somebody signed whom nobody listed, or who is listed by a wildcard only', () => {
    const stranger = softwareKey('ssh-ed25519');
    const signatures = [BY_BEN, BY_CLEO, ...signaturesOf(BYTES, [stranger])];
    expect(codesOf({ signatures })).toEqual(['decision/unknown-signer']);
    const allowedSigners = parseAllowedSigners(`${SIGNERS_FILE}*@example.com ${stranger.line}\n`);
    expect(codesOf({ signatures, allowedSigners })).toEqual(['decision/unknown-signer']);
  });

  it('is refused when a key was not valid when it says that it was made, or when it was recorded', () => {
    const cleo = `cleo@larkfield.example namespaces="${DECISION_NAMESPACE}"`;
    const restricted = (option: string) => ({
      allowedSigners: parseAllowedSigners(SIGNERS_FILE.replace(cleo, `${cleo},${option}`)),
      now: DECIDED_AT + 3 * DAY_MS,
    });
    const refused = ['decision/signer-not-valid-then', 'decision/too-few-signatures'];
    expect(codesOf(restricted('valid-after="20261106Z"'))).toEqual(refused);
    // Withdrawn the next day: a signature that turns up later may have been dated back by a thief.
    expect(codesOf(restricted('valid-before="20261106Z"'))).toEqual(refused);
    expect(codesOf({ ...restricted('valid-before="20261106Z"'), recordedAt: DECIDED_AT })).toEqual([]);
    expect(codesOf(restricted('valid-after="20261101Z",valid-before="20270101Z"'))).toEqual([]);
  });

  it('is refused when the policy has changed since', () => {
    expect(codesOf({ policyDigest: sha256('another') })).toEqual(['decision/stale-policy']);
  });

  it('is refused when the ledger never was in the state that it cites', () => {
    expect(codesOf({ checkpointKnown: () => false })).toEqual(['decision/unknown-checkpoint']);
    const checkpointKnown = (): boolean => {
      throw new Error('disk');
    };
    expect(codesOf({ checkpointKnown })).toEqual(['decision/unknown-checkpoint']);
    const ledger = { ...DECISION.ledger, origin: 'elsewhere.example/bezoar' };
    expect(codesOf({ statementBytes: decisionBytes({ ledger }) })).toEqual(['decision/unknown-checkpoint']);
  });

  it('is refused when its reason says nothing', () => {
    const { statement } = parseDecision(BYTES);
    for (const reason of ['ok', `ok${' '.repeat(40)}`, `ok${'\u200b'.repeat(40)}`, `o${'\u0301'.repeat(40)}`]) {
      const short = { ...statement, predicate: { ...statement.predicate, reason } } as Statement;
      expect(codesOf({ statementBytes: statementBytes(short) })).toEqual(['decision/reason-too-short']);
    }
  });

  it('may ask for authenticators, whose owner touched them', () => {
    expect(codesOf({ requirePresence: true })).toEqual(['decision/no-user-presence', 'decision/too-few-signatures']);
    const signatures = signaturesOf(BYTES, [PEOPLE.benToo]);
    expect(codesOf({ requirePresence: true, signatures, rule: { signatures: 1 } })).toEqual([]);
    const untouched = [PEOPLE.benToo.sign(BYTES, DECISION_NAMESPACE, { flags: 0 })];
    const codes = codesOf({ signatures: untouched, rule: { signatures: 1 } });
    expect(codes).toEqual(['decision/no-user-presence', 'decision/too-few-signatures']);
  });

  it('is refused with all the reasons at once', () => {
    const codes = codesOf({ signatures: [], policyDigest: 'x', now: Date.UTC(2030, 1), checkpointKnown: () => false });
    expect(codes).toHaveLength(4);
  });

  it('is refused with any byte of its statement flipped', () => {
    const property = fc.property(fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const statementBytes = new Uint8Array(BYTES);
      statementBytes[at]! ^= mask;
      const { accepted, signers } = judgeDecision(soundCase({ statementBytes, signatures: [BY_BEN, BY_CLEO] }));
      return !accepted && signers.length === 0;
    });
    fc.assert(property, { seed: 52, numRuns: 200 });
  });

  it('is refused with any byte of a signature flipped', () => {
    const blob = decodeArmour(BY_CLEO);
    const property = fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const mutant = new Uint8Array(blob);
      mutant[at]! ^= mask;
      const { accepted } = judgeDecision(soundCase({ signatures: [BY_BEN, encodeArmour(mutant)] }));
      return !accepted;
    });
    fc.assert(property, { seed: 53, numRuns: 120 });
  });

  it('is judged the same in whatever order it was signed', () => {
    const all = signaturesOf(BYTES, Object.values(PEOPLE));
    const property = fc.property(fc.shuffledSubarray([...all]), (signatures) => {
      const reversed = [...signatures].reverse();
      const judge = (some: readonly string[]) => judgeDecision(soundCase({ signatures: some })).accepted;
      expect(judge(signatures)).toBe(judge(reversed));
    });
    fc.assert(property, { seed: 54, numRuns: 40 });
  });

  it.each([
    ['no signature', { rule: { signatures: 0 } }],
    ['half a signature', { rule: { signatures: 0.5 } }],
    ['no number of signatures', { rule: { signatures: Number.NaN } }],
    ['no time', { now: Number.NaN }],
    ['no time of recording', { recordedAt: Number.NaN }],
    ['a fingerprint that no key has', { pipelineFingerprints: ['MD5:aa:bb'] }],
    ['a fingerprint with padding', { submitter: { principal: 'a', fingerprints: [`${PEOPLE.ann.fingerprint}=`] } }],
    ['65 signatures', { signatures: Array(65).fill(BY_BEN) as string[] }],
  ])('is not judged at all by a caller who asks with %s', (_what, change) => {
    expect(() => judgeDecision(soundCase(change))).toThrow(expect.objectContaining({ code: 'decision/bad-case' }));
  });
});

describe('distinct persons', () => {
  it.each([
    [[], 0],
    [[['a']], 1],
    [[['a', 'b']], 1],
    [[['a'], ['b']], 2],
    [[['a'], ['A']], 1],
    [[['a', 'b'], ['b', 'c'], ['c']], 1],
    [[['a'], ['b'], ['a', 'b']], 1],
    [[['a', 'b'], ['c', 'd'], ['e']], 3],
  ])('of %j are %i', (keys, expected) => {
    expect(distinctPersons(keys)).toBe(expected);
  });

  it('are never more than the keys, nor than the names', () => {
    const keys = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }));
    const property = fc.property(keys, (all) => {
      const persons = distinctPersons(all);
      return (
        persons <= all.length && persons <= new Set(all.flat()).size && persons === distinctPersons([...all].reverse())
      );
    });
    fc.assert(property, { seed: 55 });
  });
});
