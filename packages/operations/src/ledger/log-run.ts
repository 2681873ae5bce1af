import type { Clock, JsonValue } from '@bezoar/core';
import {
  bundleBytes,
  createBundle,
  type EntryKind,
  type EntrySubject,
  type LedgerEntry,
  openLedger,
  putEvidence,
  type Statement,
  signEnvelope,
  statementBytes,
} from '@bezoar/ledger';
import type { Project } from '../project/project.ts';
import { openLedgerKey, prepareStateFolder } from './keys/ledger-key.ts';

/** Where an entry stands, and the tree that holds it. */
export interface LoggedEntry {
  readonly index: number;
  readonly size: number;
  /** Root of the tree, hexadecimal. */
  readonly root: string;
}

/** What is logged of a run. */
export interface RunRecord {
  readonly kind: EntryKind;
  readonly actor: string;
  readonly subject: readonly EntrySubject[];
  readonly detail: Readonly<Record<string, JsonValue>>;
  /** A document to keep beside the statement: the report of a scan. */
  readonly evidence: readonly Uint8Array[];
  readonly statement: Statement<object>;
  /** Entries that it builds on. */
  readonly refs?: readonly number[];
}

/** Media type of a statement's signed bundle. */
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * Logs what a machine did: the statement, signed by the ledger's key, becomes evidence, and one entry points at it.
 * Durable when it returns. Throws what kept it from being logged.
 */
export async function logRun(project: Project, run: RunRecord, clock: Clock): Promise<LoggedEntry> {
  const { state } = project;
  await prepareStateFolder(state);
  const { signer, privateKey } = await openLedgerKey(project);
  const bundle = bundleBytes(createBundle(signEnvelope(statementBytes(run.statement), privateKey)));
  for (const bytes of run.evidence) await putEvidence(state.evidence, bytes);
  const sha256 = await putEvidence(state.evidence, bundle);
  return appendEntry(project, signer, {
    v: 1,
    kind: run.kind,
    at: new Date(clock()).toISOString(),
    actor: run.actor,
    subject: run.subject,
    payload: { mediaType: BUNDLE_TYPE, sha256, size: bundle.length },
    policy: project.digest,
    refs: run.refs ?? [],
    detail: run.detail,
  });
}

/** Appends one entry, publishes the tree and lets go of the ledger. */
export async function appendEntry(
  project: Project,
  signer: Parameters<typeof openLedger>[0]['signer'],
  entry: LedgerEntry,
): Promise<LoggedEntry> {
  const ledger = await openLedger({ storage: project.state.ledger, signer });
  try {
    const { firstIndex, size, root } = await ledger.append([entry]);
    return { index: firstIndex, size, root: Buffer.from(root).toString('hex') };
  } finally {
    await ledger.close();
  }
}
