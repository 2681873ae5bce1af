/** Why a decision does not count. */
export type DecisionRefusalCode =
  | 'decision/malformed'
  | 'decision/reason-too-short'
  | 'decision/not-yet'
  | 'decision/expired'
  | 'decision/stale-policy'
  | 'decision/wrong-submitter'
  | 'decision/unknown-checkpoint'
  | 'decision/evidence-missing'
  | 'decision/bad-signature'
  | 'decision/wrong-namespace'
  | 'decision/no-user-presence'
  | 'decision/pipeline-key'
  | 'decision/signer-is-submitter'
  | 'decision/unknown-signer'
  | 'decision/signer-not-valid-then'
  | 'decision/duplicate-signer'
  | 'decision/too-few-signatures';

/** One reason, for a person to read. */
export interface DecisionRefusal {
  readonly code: DecisionRefusalCode;
  readonly message: string;
}

/** Someone whose signature counts. */
export interface DecisionSigner {
  /** The key's principal; several, separated by commas, where the key stands for several. */
  readonly principal: string;
  /** `SHA256:` and the key's digest, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}
