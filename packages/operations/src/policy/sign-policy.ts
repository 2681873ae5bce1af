import { type Clock, sha256, systemClock, UsageError } from '@bezoar/core';
import { createDecision, formatInstant, putEvidence, statementBytes } from '@bezoar/ledger';
import type { PolicyChange } from '@bezoar/threat-model';
import { collectSignatures, type SignatureSources } from '../decide/collect-signatures.ts';
import { judgePending } from '../decide/judge-pending.ts';
import { logDecision } from '../decide/log-decision.ts';
import { keepPending, listPending, type PendingDecision } from '../decide/pending-decisions.ts';
import { defaultSubmitter } from '../decide/submitter.ts';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { openLedgerKey, prepareStateFolder } from '../ledger/keys/ledger-key.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import { DOCUMENT_NAME, type ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import {
  type ChangeRule,
  changeRule,
  lastVersion,
  type PolicyVersion,
  policyHistory,
  SIGNERS_EVIDENCE,
  type SignedVersion,
} from './policy-history.ts';
import { currentVersion } from './policy-version.ts';

/** Options of `signPolicy`. */
export interface SignPolicyOptions extends SignatureSources {
  readonly location: ProjectLocation;
  readonly reason?: string;
  readonly submitter?: string;
  readonly clock?: Clock;
}

/** The document of `bezoar policy sign --json`. */
export interface SignPolicyDocument extends CommandDocument {
  readonly verdict: 'set' | 'pending' | 'unchanged';
  readonly changes: readonly PolicyChange[];
  /** Whether this is the first version, signed by whoever it names itself. */
  readonly isFirst: boolean;
  readonly signatures: { readonly have: number; readonly need: number };
  readonly signedBy: readonly { readonly principal: string; readonly fingerprint: string }[];
  /** The statement that waits for signatures; null where none does. */
  readonly pending: { readonly sha256: string; readonly folder: string } | null;
  readonly entry: LoggedEntry | null;
}

/** Submitter of a first document: nobody asked anybody, and those whom it names sign for themselves. */
const FIRST_SUBMITTER = 'first-document';

/**
 * Signs the document as it stands, or collects signatures for it; with enough of them it is set in the ledger. Judged by
 * the version before: its signers, its rule. Throws `policy/no-signers`, `policy/no-reason`, `decide/refused`.
 */
export async function signPolicy(options: SignPolicyOptions): Promise<SignPolicyDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const project = await requireProject(options.location);
  await prepareStateFolder(project.state);
  const key = await openLedgerKey(project);
  const log = await readProjectLog(project);
  const before = lastVersion(await policyHistory(log));
  const after = await currentVersion(project);
  const rule = changeRule(before, after);
  const base = { command: 'policy-sign', policy: policyReference(project), read: 1 };
  const common = { changes: rule.changes, isFirst: before === undefined };
  if (before?.digest === after.digest && !rule.signersChanged) {
    const need = { have: before.signedBy.length, need: before.signedBy.length };
    const document = finish({ ...base, verdict: 'unchanged', outcome: 'ok' });
    return { ...document, ...common, signatures: need, signedBy: before.signedBy, pending: null, entry: null };
  }
  if ((before ?? after).signers.length === 0) {
    throw nobodyCanSign(before, after);
  }
  // Every time: the next version is judged from what is stored here, and somebody may have deleted it meanwhile.
  await putEvidence(project.state.evidence, Buffer.from(after.text));
  await putEvidence(project.state.evidence, Buffer.from(after.signersText));
  const origin = key.signer.name;
  const pending =
    (await waiting(project, before, after)) ??
    (await propose(options, project, log, origin, before, after, rule, clock()));
  const judge = await judgePending(pending, before ?? after, rule.signatures, log, origin, clock);
  const signed = await collectSignatures(pending, options, judge);
  const { signers, refusals } = judge(signed);
  const signatures = { have: signers.length, need: rule.signatures };
  if (refusals.length > 0) {
    const document = finish({ ...base, verdict: 'pending', outcome: 'review' });
    const place = { sha256: pending.digest, folder: pending.folder };
    return { ...document, ...common, signatures, signedBy: signers, pending: place, entry: null };
  }
  const entry = await logDecision(project, key.signer, pending, {
    kind: 'policy.set',
    subject: { name: DOCUMENT_NAME, digest: { sha256: after.digest } },
    policy: after.digest,
    refs: before === undefined ? [] : [before.index],
    detail: { [CONTROLS_DETAIL]: ['policy/document', 'policy/keys'], verdict: 'set' },
    signatures: signed,
    signers,
    at: clock(),
  });
  const document = finish({ ...base, verdict: 'set', outcome: 'ok' });
  return { ...document, ...common, signatures, signedBy: signers, pending: null, entry };
}

function nobodyCanSign(before: SignedVersion | undefined, after: PolicyVersion): UsageError {
  const { signersFile } = (before ?? after).model.change;
  const whose = before === undefined ? 'the document' : 'the last signed version';
  const why =
    signersFile === undefined
      ? `${whose} names no \`signers:\` under \`change:\``
      : `\`${signersFile}\`, which ${whose} names, holds no key; add a line for each person: NAME ssh-ed25519 AAAA…`;
  return new UsageError('policy/no-signers', `nobody can sign: ${why}`);
}

/** A statement about exactly this document that waits already: the second person signs what the first did. */
async function waiting(
  project: Project,
  before: SignedVersion | undefined,
  after: PolicyVersion,
): Promise<PendingDecision | undefined> {
  const signers = sha256(after.signersText);
  return (await listPending(project.state)).find(
    ({ decision }) =>
      decision.action === 'policy-set' &&
      decision.scope.digest === after.digest &&
      decision.policy.digest.sha256 === (before ?? after).digest &&
      decision.ledger.size > (before?.index ?? -1) &&
      decision.evidence.some(({ name, digest }) => name === SIGNERS_EVIDENCE && digest.sha256 === signers),
  );
}

async function propose(
  options: SignPolicyOptions,
  project: Project,
  log: ProjectLog,
  origin: string,
  before: SignedVersion | undefined,
  after: PolicyVersion,
  { changes }: ChangeRule,
  now: number,
): Promise<PendingDecision> {
  if (options.reason === undefined) {
    throw new UsageError(
      'policy/no-reason',
      'say with `--reason` why the document is as it is; the next reader will want to know',
    );
  }
  const submitter =
    options.submitter ??
    (before === undefined ? FIRST_SUBMITTER : await defaultSubmitter(project.folder, project.path));
  const count = (kind: PolicyChange['change']): number => changes.filter(({ change }) => change === kind).length;
  const description =
    before === undefined
      ? 'first version, signed by whoever it names'
      : `against entry ${before.index}: ${count('loosen')} loosen, ${count('tighten')} tighten, ${count('neutral')} neutral`;
  const statement = createDecision([{ name: DOCUMENT_NAME, digest: { sha256: after.digest } }], {
    action: 'policy-set',
    scope: { digest: after.digest, count: 1, description },
    reason: options.reason,
    evidence: [{ name: SIGNERS_EVIDENCE, digest: { sha256: sha256(after.signersText) } }],
    policy: { name: DOCUMENT_NAME, digest: { sha256: (before ?? after).digest } },
    decidedAt: formatInstant(now),
    ledger: { origin, size: log.size, root: await log.rootAt(log.size) },
    submitter,
  });
  return keepPending(project.state, statementBytes(statement));
}
