export { formatInstant, parseInstant } from './attest/encoding/instant.ts';
export { createDecision, MAX_DECISION_BYTES, parseDecision } from './attest/decision/parse-decision.ts';
export { judgeDecision } from './attest/decision/judge-decision.ts';
export { renderDecision } from './attest/decision/render-decision.ts';
export {
  DECISION_ACTIONS,
  DECISION_NAMESPACE,
  MIN_REASON_CHARACTERS,
  TRUST_DECISION_TYPE,
} from './attest/decision/trust-decision.ts';
export { BUNDLE_MEDIA_TYPE, bundleBytes, createBundle, parseBundle, verifyBundle } from './attest/dsse/bundle.ts';
export { coSignEnvelope, signEnvelope } from './attest/dsse/sign-envelope.ts';
export { dsseKeyId } from './attest/dsse/signing-key.ts';
export { verifyEnvelope } from './attest/dsse/verify-envelope.ts';
export { MAX_SIGNERS_BYTES, parseAllowedSigners } from './attest/signers/allowed-signers.ts';
export { signWithSshKeygen } from './attest/sshsig/sign-with-ssh-keygen.ts';
export { parseSshSignature } from './attest/sshsig/ssh-signature.ts';
export { verifySshSignature } from './attest/sshsig/verify-ssh-signature.ts';
export {
  CORPUS_ADMISSION_TYPE,
  createCorpusAdmission,
  MAX_ADMISSION_INPUTS,
  parseCorpusAdmission,
} from './attest/statement/corpus-admission.ts';
export {
  createVerificationResult,
  MAX_PROPERTIES,
  parseVerificationResult,
  VERIFICATION_RESULT_TYPE,
} from './attest/statement/verification-result.ts';
export {
  createStatement,
  parseStatement,
  STATEMENT_MEDIA_TYPE,
  STATEMENT_TYPE,
  statementBytes,
} from './attest/statement/statement.ts';
export { createTestResult, parseTestResult, TEST_RESULT_TYPE } from './attest/statement/test-result.ts';
export { createTrainingRun, parseTrainingRun, SLSA_PROVENANCE_TYPE } from './attest/statement/training-run.ts';
export { encodeEntry } from './entry/encode-entry.ts';
export { ENTRY_KINDS, MAX_ENTRY_BYTES } from './entry/ledger-entry.ts';
export { parseEntry } from './entry/parse-entry.ts';
export { checkEvidence, getEvidence, MAX_EVIDENCE_BYTES, putEvidence } from './evidence/evidence-store.ts';
export { lockFolder } from './lock/lock-folder.ts';
export { openLedgerReader } from './log/ledger-reader.ts';
export { openLedger } from './log/open-ledger.ts';
export { verifyLedger } from './log/verification/verify-ledger.ts';
export { createFrontier } from './merkle/frontier.ts';
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './merkle/hash.ts';
export { consistencyProof, inclusionProof, treeRoot } from './merkle/tree.ts';
export { verifyConsistency } from './merkle/verify-consistency.ts';
export { verifyInclusion } from './merkle/verify-inclusion.ts';
export { formatCheckpoint, parseCheckpoint } from './note/checkpoint.ts';
export { createCosigner, createNoteSigner, generateNoteKey } from './note/note-signer.ts';
export { openCheckpoint } from './note/open-checkpoint.ts';
export { formatNote, parseNote } from './note/signed-note.ts';
export { createVerifierKey, parseVerifierKey, verifierKeyText } from './note/verifier-key.ts';
export { MAX_FOUND_RECORDS, openShardReader } from './shards/reader/shard-reader.ts';
export { encodeProvenanceRow } from './shards/row/encode-row.ts';
export { parseProvenanceRow } from './shards/row/parse-row.ts';
export { verifyShards } from './shards/verification/verify-shards.ts';
export { eraseRows } from './shards/writer/erase-rows.ts';
export { MAX_TEXTS_PER_RECORD } from './shards/writer/shard-builder.ts';
export { openShardWriter } from './shards/writer/shard-writer.ts';
export { formatTlogProof, parseTlogProof } from './proof/tlog-proof.ts';
export { verifyTlogProof } from './proof/verify-tlog-proof.ts';

export type { DecisionRefusal, DecisionRefusalCode, DecisionSigner } from './attest/decision/decision-refusal.ts';
export type { DecisionCase, Submitter } from './attest/decision/decision-case.ts';
export type { DecisionJudgement } from './attest/decision/judge-decision.ts';
export type { ParsedDecision } from './attest/decision/parse-decision.ts';
export type {
  DecisionAction,
  DecisionScope,
  NamedDigest,
  SeenCheckpoint,
  TrustDecision,
} from './attest/decision/trust-decision.ts';
export type { Bundle } from './attest/dsse/bundle.ts';
export type { Envelope } from './attest/dsse/envelope.ts';
export type { EnvelopeVerdict, TrustedKey } from './attest/dsse/verify-envelope.ts';
export type { AllowedSigner } from './attest/signers/allowed-signers.ts';
export type { SshKeygenOptions } from './attest/sshsig/sign-with-ssh-keygen.ts';
export type { SshSignature } from './attest/sshsig/ssh-signature.ts';
export type { AdmittedShard, CorpusAdmission } from './attest/statement/corpus-admission.ts';
export type { TrainingRun } from './attest/statement/training-run.ts';
export type { ResourceDescriptor, Subject } from './attest/statement/resource-descriptor.ts';
export type { Statement } from './attest/statement/statement.ts';
export type { TestResult, TestRun } from './attest/statement/test-result.ts';
export type { VerificationResult, Verifier } from './attest/statement/verification-result.ts';
export type { EntryKind, EntryPayload, EntrySubject, LedgerEntry } from './entry/ledger-entry.ts';
export type { EvidenceState } from './evidence/evidence-store.ts';
export type { LedgerEvent } from './log/ledger-event.ts';
export type { LedgerReader, LedgerReaderOptions } from './log/ledger-reader.ts';
export type { Commit, Ledger, LedgerOptions } from './log/open-ledger.ts';
export type {
  EvidenceCounts,
  LedgerProblem,
  LedgerProblemCode,
  LedgerVerification,
  VerifyEvent,
  VerifyOptions,
} from './log/verification/verification.ts';
export type { Frontier, FrontierSnapshot } from './merkle/frontier.ts';
export type { HashReader } from './merkle/tree.ts';
export type { ConsistencyClaim } from './merkle/verify-consistency.ts';
export type { InclusionClaim } from './merkle/verify-inclusion.ts';
export type { Checkpoint } from './note/checkpoint.ts';
export type { Cosigner, NoteSigner } from './note/note-signer.ts';
export type { Cosigned, OpenedCheckpoint } from './note/open-checkpoint.ts';
export type { NoteSignature, SignedNote } from './note/signed-note.ts';
export type { NoteKeyType, VerifierKey } from './note/verifier-key.ts';
export type { TlogProof } from './proof/tlog-proof.ts';
export type { TlogProofClaim, TlogProofFault, TlogProofResult } from './proof/verify-tlog-proof.ts';
export type { ShardSummary } from './shards/files/shard-summary.ts';
export type { FoundRecords, LeafRow, ShardReader } from './shards/reader/shard-reader.ts';
export type { ProvenanceRow, RowSource } from './shards/row/provenance-row.ts';
export type { ShardProblem } from './shards/verification/shard-problem.ts';
export type { ShardWriter } from './shards/writer/shard-writer.ts';
export type { Lock } from './lock/acquire-lock.ts';
