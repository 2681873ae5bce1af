import type { Sha256 } from '@bezoar/core';
import type { AllowedSigner } from '../signers/allowed-signers.ts';

/** Who asked for a decision. Neither this principal nor any of these keys may sign it. */
export interface Submitter {
  readonly principal: string;
  /** `SHA256:` fingerprints of keys known to be the submitter's, besides those in the allowed-signers file. */
  readonly fingerprints: readonly string[];
}

/** A decision, its signatures, and all that decides whether it counts. */
export interface DecisionCase {
  /** Attacker controls: the bytes. */
  readonly statementBytes: Uint8Array;
  /** Armoured SSHSIG signatures. Attacker controls: each of them. */
  readonly signatures: readonly string[];
  /** From the document in force, never from the one that is being decided on. */
  readonly allowedSigners: readonly AllowedSigner[];
  /** How many distinct people must have signed: at least 1. */
  readonly rule: { readonly signatures: number };
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When the ledger recorded the decision, in milliseconds since the epoch; absent: not recorded yet. */
  readonly recordedAt?: number;
  /** SHA-256 of the threat model that was in force when the decision was recorded. */
  readonly policyDigest: Sha256;
  /** `SHA256:` fingerprints of keys that belong to machines. */
  readonly pipelineFingerprints: readonly string[];
  readonly submitter: Submitter;
  /** `true`: the evidence is there and its bytes have this digest; `false`: other bytes are there. */
  readonly evidence: (digest: Sha256) => boolean | 'missing';
  /** Whether the ledger once had this size and root. */
  readonly checkpointKnown: (origin: string, size: number, root: Sha256) => boolean;
  /** Accept only FIDO keys, whose authenticator says that someone touched it. */
  readonly requirePresence?: boolean;
}
