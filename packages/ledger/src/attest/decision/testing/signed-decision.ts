import { sha256 } from '@bezoar/core';
import { parseAllowedSigners } from '../../signers/allowed-signers.ts';
import { type SoftwareKey, softwareKey } from '../../sshsig/testing/software-key.ts';
import { statementBytes } from '../../statement/statement.ts';
import type { DecisionCase } from '../decision-case.ts';
import { createDecision } from '../parse-decision.ts';
import { DECISION_NAMESPACE, type TrustDecision } from '../trust-decision.ts';

/** Noon of the day on which the decision of these tests was made. */
export const DECIDED_AT: number = Date.UTC(2026, 10, 5, 12);

export const POLICY_DIGEST: string = sha256('THREATMODEL.md');

/** The people of these tests, and a machine. Ann submitted; Ben and Cleo may sign; Ben has two keys. */
export const PEOPLE: {
  readonly ann: SoftwareKey;
  readonly ben: SoftwareKey;
  readonly benToo: SoftwareKey;
  readonly cleo: SoftwareKey;
  readonly machine: SoftwareKey;
} = {
  ann: softwareKey('ssh-ed25519'),
  ben: softwareKey('ssh-ed25519'),
  benToo: softwareKey('sk-ssh-ed25519@openssh.com'),
  cleo: softwareKey('ecdsa-sha2-nistp256'),
  machine: softwareKey('ssh-ed25519'),
};

/** The allowed-signers file of these tests. */
export const SIGNERS_FILE: string = [
  ['ann@larkfield.example', PEOPLE.ann],
  ['ben@larkfield.example', PEOPLE.ben],
  ['ben@larkfield.example', PEOPLE.benToo],
  ['cleo@larkfield.example', PEOPLE.cleo],
  ['pipeline@larkfield.example', PEOPLE.machine],
]
  .map(([name, key]) => `${String(name)} namespaces="${DECISION_NAMESPACE}" ${(key as SoftwareKey).line}\n`)
  .join('');

const SIGNERS = parseAllowedSigners(SIGNERS_FILE);

/** A decision that lacks nothing. */
export const DECISION: TrustDecision = {
  action: 'tier-change',
  from: 'open',
  to: 'customer-owned',
  scope: { digest: sha256('scope'), count: 172, description: 'conversations of October, partner export' },
  reason: 'Verified partner export, contract LK-204; reviewed 40 of 172 by hand.',
  evidence: [
    { name: 'review/2026-11-05.json', digest: { sha256: sha256('review') } },
    { name: 'contract.pdf', digest: { sha256: sha256('contract') } },
  ],
  policy: { name: 'THREATMODEL.md', digest: { sha256: POLICY_DIGEST } },
  decidedAt: '2026-11-05T12:00:00Z',
  expires: '2027-02-05T12:00:00Z',
  ledger: { origin: 'larkfield.example/bezoar', size: 1030, root: sha256('root') },
  submitter: 'ann@larkfield.example',
};

/** The bytes of `DECISION` with some fields changed. */
export function decisionBytes(change: Partial<TrustDecision> = {}): Uint8Array {
  const decision = { ...DECISION, ...change };
  return statementBytes(createDecision([{ name: 'october.jsonl', digest: { sha256: sha256('october') } }], decision));
}

/** A case that is accepted: two of two people signed. Each test breaks one thing. */
export function soundCase(change: Partial<DecisionCase> = {}): DecisionCase {
  const bytes = change.statementBytes ?? decisionBytes();
  const stored = new Set(DECISION.evidence.map(({ digest }) => digest.sha256));
  return {
    statementBytes: bytes,
    signatures: change.signatures ?? signaturesOf(bytes, [PEOPLE.ben, PEOPLE.cleo]),
    allowedSigners: SIGNERS,
    rule: { signatures: 2 },
    now: DECIDED_AT + 60_000,
    policyDigest: POLICY_DIGEST,
    pipelineFingerprints: [PEOPLE.machine.fingerprint],
    submitter: { principal: 'ann@larkfield.example', fingerprints: [PEOPLE.ann.fingerprint] },
    evidence: (digest) => (stored.has(digest) ? true : 'missing'),
    checkpointKnown: (origin, size, root) =>
      origin === DECISION.ledger.origin && size === DECISION.ledger.size && root === DECISION.ledger.root,
    ...change,
  };
}

/** One signature of each key. */
export function signaturesOf(bytes: Uint8Array, keys: readonly SoftwareKey[]): readonly string[] {
  return keys.map((key) => key.sign(bytes, DECISION_NAMESPACE));
}
