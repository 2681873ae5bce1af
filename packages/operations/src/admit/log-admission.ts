import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Clock, type ControlId, canonicalJson, sha256, type TrustTier } from '@bezoar/core';
import { ADMISSION_FILES, type WrittenAdmission } from '@bezoar/corpus';
import {
  type AdmittedShard,
  bundleBytes,
  createBundle,
  createCorpusAdmission,
  createNoteSigner,
  formatCheckpoint,
  formatNote,
  MAX_ADMISSION_INPUTS,
  type Statement,
  signEnvelope,
  statementBytes,
} from '@bezoar/ledger';
import { openLedgerKey } from '../ledger/keys/ledger-key.ts';
import { type LoggedEntry, logRun } from '../ledger/log-run.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import type { Project } from '../project/project.ts';
import { writeAtomically } from '../report-files/write-atomically.ts';
import type { AdmitDocument } from './admit-document.ts';

/** Who logs an admission. */
const ACTOR = 'bezoar admit';

/** Names of the files that vouch for an admitted corpus, beside it. */
export const VOUCHER_FILES = {
  /** The signed statement: a Sigstore bundle around a DSSE envelope. */
  statement: 'admission.sigstore.json',
  /** The signed root of the provenance tree. */
  checkpoint: 'corpus.checkpoint',
  /** The `bezoar.admit/v1` document, as it was logged. */
  document: 'admission.json',
} as const;

/** What is known of an admission when it is about to be logged. */
export interface AdmissionRecord {
  readonly document: AdmitDocument;
  readonly written: Pick<WrittenAdmission, 'admitted' | 'quarantine' | 'root' | 'shards'>;
  /** The least trusted tier among the admitted records. */
  readonly lowestTier: TrustTier;
  /** Digest of what it adds to the lineage. */
  readonly lineage: string;
  readonly keyFingerprint: string;
  /** Folder of the corpus, absolute. */
  readonly out: string;
  readonly replaces: readonly number[];
}

/** Name of the log of one corpus: its checkpoint is of no other. */
export function corpusOrigin(ledgerOrigin: string, root: string): string {
  return `${ledgerOrigin}/corpus/${root}`;
}

/** The statement that these bytes were admitted, and by which rules. */
export function admissionStatement(project: Project, record: AdmissionRecord, report: string): Statement<object> {
  const { document, written } = record;
  const inputs = document.inputs.filter((input) => input.sha256 !== '');
  const listed = inputs.length > MAX_ADMISSION_INPUTS ? [] : inputs;
  return createCorpusAdmission([{ name: ADMISSION_FILES.admitted, digest: { sha256: written.admitted.sha256 } }], {
    target: document.target,
    intake: { sha256: document.corpus.sha256, records: document.corpus.records },
    admitted: { records: written.admitted.records, root: written.root },
    shards: written.shards.map(({ root, records }): AdmittedShard => ({ root, records })),
    keptOut: document.keptOut,
    reviewRequired: isReviewRequired(document),
    configuration: [
      { name: 'THREATMODEL.md', digest: { sha256: project.digest } },
      { name: 'report', digest: { sha256: report } },
      { name: 'inputs', digest: { sha256: sha256(canonicalJson(inputs.map(({ path, sha256: own }) => [path, own]))) } },
      ...listed.map(({ path, role, sha256: own }) => ({ name: `${role}: ${path}`, digest: { sha256: own } })),
    ],
  });
}

/** Whether people have to read a sample before the corpus trains anything. */
export function isReviewRequired({ review, admitted }: AdmitDocument): boolean {
  return review !== null && review.sample > 0 && admitted.records > 0;
}

/** The signed root of the provenance tree of a corpus: a checkpoint of a log of its own. */
export async function signCorpusRoot(project: Project, written: AdmissionRecord['written']): Promise<string> {
  const { signer: log, privateKey } = await openLedgerKey(project);
  const signer = createNoteSigner(corpusOrigin(log.name, written.root), privateKey);
  const root = Buffer.from(written.root, 'hex');
  const text = formatCheckpoint({ origin: signer.name, size: written.admitted.records, root });
  return formatNote({ text, signatures: [signer.sign(text)] });
}

/** Writes what vouches for a corpus beside it. */
export async function writeVouchers(
  project: Project,
  record: AdmissionRecord,
  checkpoint: string,
  folder: string,
): Promise<void> {
  const { privateKey } = await openLedgerKey(project);
  const report = reportBytes(record.document);
  const statement = statementBytes(admissionStatement(project, record, sha256(report)));
  const bundle = bundleBytes(createBundle(signEnvelope(statement, privateKey)));
  await writeAtomically(join(folder, VOUCHER_FILES.document), Buffer.from(report).toString('utf8'));
  await writeAtomically(join(folder, VOUCHER_FILES.statement), Buffer.from(bundle).toString('utf8'));
  await writeAtomically(join(folder, VOUCHER_FILES.checkpoint), checkpoint);
}

/** The document as it is kept: what the ledger says of it comes later. */
export function reportBytes(document: AdmitDocument): Uint8Array {
  return Buffer.from(`${JSON.stringify(document)}\n`);
}

/**
 * The document as evidence, which is kept for good and travels with the ledger: what was found and counted, without names of
 * records, accounts or addresses and without their texts. The whole document lies beside the corpus, under the digest that the
 * entry names.
 */
function redacted(document: AdmitDocument): Uint8Array {
  const findings = document.findings.map(({ id, code, severity, control, status }) => ({
    id,
    code,
    severity,
    control,
    ...(status === undefined ? {} : { status }),
  }));
  return Buffer.from(`${JSON.stringify({ ...document, findings, quarantined: [] })}\n`);
}

/** Logs an admission: from here on the corpus is admitted. Durable when it returns. */
export async function logAdmission(project: Project, record: AdmissionRecord, clock: Clock): Promise<LoggedEntry> {
  const { document, written, out } = record;
  const report = await readFile(join(out, VOUCHER_FILES.document));
  const digest = sha256(report);
  return logRun(
    project,
    {
      kind: 'corpus.admit',
      actor: ACTOR,
      subject: [{ name: ADMISSION_FILES.admitted, digest: { sha256: written.admitted.sha256 } }],
      statement: admissionStatement(project, record, digest),
      evidence: [redacted(document)],
      detail: {
        verdict: document.verdict,
        exit: document.exit,
        [CONTROLS_DETAIL]: exercised(document),
        target: document.target,
        records: written.admitted.records,
        root: written.root,
        intake: document.corpus.sha256,
        keptOut: document.keptOut,
        identity: document.identity,
        quarantine: written.quarantine.sha256,
        lowestTier: record.lowestTier,
        lineage: record.lineage,
        key: record.keyFingerprint,
        out: relative(project.folder, out),
        reviewRequired: isReviewRequired(document),
        report: digest,
        ...(record.replaces.length === 0 ? {} : { replaces: [...record.replaces] }),
      },
    },
    clock,
  );
}

/** The controls that an admission ran: none over no records. */
function exercised({ corpus, contributions, attackBudget, coverage }: AdmitDocument): ControlId[] {
  if (corpus.records === 0) return [];
  return [
    'corpus/admission',
    'corpus/sources',
    'corpus/phrases',
    'corpus/near-duplicates',
    'corpus/anomalies',
    ...(contributions.selection.isDeclared ? (['corpus/selection'] as const) : []),
    ...(attackBudget === undefined ? [] : (['corpus/caps'] as const)),
    ...(coverage.hazards.covered.length > 0 ? (['corpus/hazards'] as const) : []),
  ];
}
