import { BezoarError } from '@bezoar/core';
import { parseInstant } from '../encoding/instant.ts';
import { keysOfPrincipal, signerStanding } from '../signers/standing.ts';
import { parseSshSignature, type SshSignature } from '../sshsig/ssh-signature.ts';
import { verifySshSignature } from '../sshsig/verify-ssh-signature.ts';
import type { DecisionCase } from './decision-case.ts';
import type { DecisionRefusal, DecisionRefusalCode, DecisionSigner } from './decision-refusal.ts';
import { distinctPersons } from './distinct-persons.ts';

import { DECISION_NAMESPACE, type TrustDecision } from './trust-decision.ts';

/** The people whose signatures count, and every signature that does not. */
export interface SignerCount {
  readonly signers: readonly DecisionSigner[];
  readonly refusals: readonly DecisionRefusal[];
}

interface Counted {
  readonly fingerprint: string;
  readonly principals: readonly string[];
}

/** Verifies each signature of a decision and counts distinct people. Nothing is thrown. */
export function countSigners(input: DecisionCase, decision: TrustDecision): SignerCount {
  const refusals: DecisionRefusal[] = [];
  const counted: Counted[] = [];
  for (const [index, armoured] of input.signatures.entries()) {
    const found = readSigner(armoured, input, decision);
    const outcome = 'code' in found ? found : (duplicateOf(found, counted) ?? found);
    if ('code' in outcome) refusals.push({ ...outcome, message: `signature ${index + 1}: ${outcome.message}` });
    else counted.push(outcome);
  }
  // INVARIANT: duplicateOf let no two keys of one group in, so that this is the number counted.
  const persons = distinctPersons(counted.map(({ principals }) => principals));
  if (persons < input.rule.signatures) {
    const message = `expected signatures of ${input.rule.signatures} distinct people, got ${persons}`;
    refusals.push({ code: 'decision/too-few-signatures', message });
  }
  const signers = counted.map(({ fingerprint, principals }) => ({ principal: principals.join(','), fingerprint }));
  return { signers, refusals };
}

function duplicateOf(found: Counted, counted: readonly Counted[]): DecisionRefusal | undefined {
  const before = counted.map(({ principals }) => principals);
  if (distinctPersons([...before, found.principals]) > distinctPersons(before)) return undefined;
  return refuse('decision/duplicate-signer', `\`${found.principals.join(',')}\` has signed already`);
}

function readSigner(armoured: string, input: DecisionCase, decision: TrustDecision): Counted | DecisionRefusal {
  let signature: SshSignature;
  try {
    signature = parseSshSignature(armoured);
  } catch (error) {
    if (!(error instanceof BezoarError)) throw error;
    return refuse('decision/bad-signature', error.message);
  }
  const verdict = verifySshSignature(signature, input.statementBytes, DECISION_NAMESPACE);
  if (!verdict.verified) return refuse(SIGNATURE_CODES[verdict.code], verdict.message);
  const { fingerprint } = signature.key;
  if (input.pipelineFingerprints.includes(fingerprint)) {
    return refuse('decision/pipeline-key', `${fingerprint} belongs to a machine, which decides nothing`);
  }
  if (input.requirePresence === true && verdict.authenticator === undefined) {
    return refuse('decision/no-user-presence', `${fingerprint} is no key of a FIDO authenticator`);
  }
  return standingOf(fingerprint, input, decision);
}

const SIGNATURE_CODES = {
  'sshsig/wrong-namespace': 'decision/wrong-namespace',
  'sshsig/unsupported-algorithm': 'decision/bad-signature',
  'sshsig/no-user-presence': 'decision/no-user-presence',
  'sshsig/bad-signature': 'decision/bad-signature',
} as const;

const STANDING_CODES = {
  'signers/unknown-key': 'decision/unknown-signer',
  'signers/wrong-namespace': 'decision/wrong-namespace',
  'signers/not-valid-then': 'decision/signer-not-valid-then',
} as const;

function standingOf(fingerprint: string, input: DecisionCase, decision: TrustDecision): Counted | DecisionRefusal {
  const { allowedSigners, submitter, now, recordedAt = now } = input;
  const isSubmitters =
    submitter.fingerprints.includes(fingerprint) ||
    [submitter.principal, decision.submitter].some((name) => keysOfPrincipal(allowedSigners, name).has(fingerprint));
  if (isSubmitters) {
    return refuse(
      'decision/signer-is-submitter',
      `${fingerprint} may sign for \`${decision.submitter}\`, who submitted`,
    );
  }
  // INVARIANT: parseDecision has checked the instant.
  const then = signerStanding(allowedSigners, fingerprint, DECISION_NAMESPACE, parseInstant(decision.decidedAt)!);
  const recorded = signerStanding(allowedSigners, fingerprint, DECISION_NAMESPACE, recordedAt);
  const failed = [then, recorded].find(({ allowed }) => !allowed);
  if (failed !== undefined && !failed.allowed) return refuse(STANDING_CODES[failed.code], failed.message);
  const both =
    then.allowed && recorded.allowed ? then.principals.filter((name) => recorded.principals.includes(name)) : [];
  if (both.length > 0) return { fingerprint, principals: both };
  return refuse('decision/signer-not-valid-then', `${fingerprint} stood for another person when this was decided`);
}

function refuse(code: DecisionRefusalCode, message: string): DecisionRefusal {
  return { code, message };
}
