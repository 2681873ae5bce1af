import { rm } from 'node:fs/promises';
import type { JsonValue } from '@bezoar/core';
import { type DecisionSigner, type EntryKind, type EntrySubject, type NoteSigner, putEvidence } from '@bezoar/ledger';
import { appendEntry, type LoggedEntry } from '../ledger/log-run.ts';
import type { Project } from '../project/project.ts';
import { DECISION_MEDIA_TYPE, encodeSignedDecision } from './decision-evidence.ts';
import type { PendingDecision } from './pending-decisions.ts';

/** A decision that holds, and how it enters the ledger. */
export interface DecisionRecord {
  readonly kind: EntryKind;
  readonly subject: EntrySubject;
  /** Digest of the document in force from here on. */
  readonly policy: string;
  /** Indices of the entries that it rests on. */
  readonly refs: readonly number[];
  readonly detail: Readonly<Record<string, JsonValue>>;
  readonly signatures: readonly string[];
  readonly signers: readonly DecisionSigner[];
  readonly at: number;
}

/** Logs a decision that was accepted, with its statement and signatures as evidence; it waits no more. */
export async function logDecision(
  project: Project,
  signer: NoteSigner,
  pending: PendingDecision,
  record: DecisionRecord,
): Promise<LoggedEntry> {
  const bytes = encodeSignedDecision({ statement: pending.bytes, signatures: record.signatures });
  const sha256 = await putEvidence(project.state.evidence, bytes);
  const entry = await appendEntry(project, signer, {
    v: 1,
    kind: record.kind,
    at: new Date(record.at).toISOString(),
    actor: record.signers.map(({ principal }) => principal).join(', '),
    subject: [record.subject],
    payload: { mediaType: DECISION_MEDIA_TYPE, sha256, size: bytes.length },
    policy: record.policy,
    refs: record.refs,
    detail: record.detail,
  });
  await rm(pending.folder, { recursive: true, force: true });
  return entry;
}
