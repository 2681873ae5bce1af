import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute, relative } from 'node:path';
import { type Clock, describeError, parseDuration, sha256, systemClock, UsageError } from '@bezoar/core';
import { describeCorpus } from '@bezoar/corpus';
import {
  createDecision,
  formatInstant,
  MAX_EVIDENCE_BYTES,
  parseInstant,
  putEvidence,
  statementBytes,
} from '@bezoar/ledger';
import { type CommandDocument, startDocument } from '../document/command-document.ts';
import { openLedgerKey, prepareStateFolder } from '../ledger/keys/ledger-key.ts';
import type { LoggedEntry } from '../ledger/log-run.ts';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
import { lastVersion, policyHistory, type SignedVersion } from '../policy/policy-history.ts';
import { CONTROLS_DETAIL } from '../posture/control-evidence.ts';
import { DOCUMENT_NAME, type ProjectLocation } from '../project/document-location.ts';
import { type Project, policyReference, requireProject } from '../project/project.ts';
import { collectSignatures, type SignatureSources } from './collect-signatures.ts';
import { checkRequest, DECIDABLE, type DecidableAction, EXERCISED, requiredSignatures } from './decision-request.ts';
import { judgePending } from './judge-pending.ts';
import { logDecision } from './log-decision.ts';
import { keepPending, listPending, type PendingDecision } from './pending-decisions.ts';
import { defaultSubmitter } from './submitter.ts';

/** Most records of one decision: the list of their digests, 65 bytes each, is kept as evidence. */
export const MAX_DECIDED_RECORDS: number = Math.floor(MAX_EVIDENCE_BYTES / 65);

/** Options of `decide`. */
export interface DecideOptions extends SignatureSources {
  readonly location: ProjectLocation;
  /** One of `DECIDABLE`. */
  readonly action: string;
  /** The training records that it is about: paths and globs. */
  readonly scope: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  /** Files that were looked at. */
  readonly evidence: readonly string[];
  /** A duration such as `90d`. */
  readonly expires: string;
  readonly submitter?: string;
  readonly clock?: Clock;
}

/** The document of `bezoar decide --json`. */
export interface DecideDocument extends CommandDocument {
  readonly verdict: 'made' | 'pending';
  readonly action: DecidableAction;
  /** The exact set: records are counted, and their digests give the scope's. */
  readonly scope: { readonly sha256: string; readonly records: number };
  readonly signatures: { readonly have: number; readonly need: number };
  readonly signedBy: readonly { readonly principal: string; readonly fingerprint: string }[];
  readonly pending: { readonly sha256: string; readonly folder: string } | null;
  readonly entry: LoggedEntry | null;
}

/**
 * Makes a decision over exact records, or collects signatures for it; with as many as the last signed document asks for
 * it enters the ledger. Throws `decide/…` for what is missing, refused or malformed, all at once where it can.
 */
export async function decide(options: DecideOptions): Promise<DecideDocument> {
  const clock = options.clock ?? systemClock;
  const finish = startDocument(clock);
  const action = checkRequest(options);
  const project = await requireProject(options.location);
  await prepareStateFolder(project.state);
  const key = await openLedgerKey(project);
  const log = await readProjectLog(project);
  const authority = lastVersion(await policyHistory(log));
  if (authority === undefined) {
    throw new UsageError(
      'decide/unsigned-policy',
      'nobody may decide before the document is signed; run `bezoar policy sign`',
    );
  }
  const need = requiredSignatures(action, options, authority.model);
  const scope = await describeCorpus(options.scope, authority.model.corpus.fields, options.location.workingDirectory);
  if (scope.records > MAX_DECIDED_RECORDS) {
    throw new UsageError(
      'decide/too-many-records',
      `expected at most ${MAX_DECIDED_RECORDS} records in one decision, got ${scope.records}; decide about fewer files at a time`,
    );
  }
  const pending =
    (await waiting(project, options, action, scope.sha256, authority, clock())) ??
    (await propose(options, action, project, log, key.signer.name, scope, authority, clock()));
  const judge = await judgePending(pending, authority, need, log, key.signer.name, clock);
  const signed = await collectSignatures(pending, options, judge);
  const { signers, refusals } = judge(signed);
  const base = { command: 'decide', policy: policyReference(project), read: scope.records };
  const common = {
    action,
    scope: { sha256: scope.sha256, records: scope.records },
    signatures: { have: signers.length, need },
    signedBy: signers,
  };
  if (refusals.length > 0) {
    const place = { sha256: pending.digest, folder: pending.folder };
    return { ...finish({ ...base, verdict: 'pending', outcome: 'review' }), ...common, pending: place, entry: null };
  }
  // Its digest is the scope's: whoever reads the decision later knows record by record what it is about.
  await putEvidence(project.state.evidence, Buffer.from(scope.digestList));
  const entry = await logDecision(project, key.signer, pending, {
    kind: DECIDABLE[action],
    subject: { name: 'records', digest: { sha256: scope.sha256 } },
    policy: authority.digest,
    refs: [authority.index],
    detail: {
      [CONTROLS_DETAIL]: ['policy/keys', ...EXERCISED[action]],
      records: scope.records,
      expires: pending.decision.expires ?? '',
      ...(options.to === undefined ? {} : { to: options.to }),
    },
    signatures: signed,
    signers,
    at: clock(),
  });
  return { ...finish({ ...base, verdict: 'made', outcome: 'ok' }), ...common, pending: null, entry };
}

async function waiting(
  project: Project,
  { from, to, evidence }: DecideOptions,
  action: DecidableAction,
  scope: string,
  authority: SignedVersion,
  now: number,
): Promise<PendingDecision | undefined> {
  // Whoever says what they looked at signs no statement about something else.
  const seen = new Set(await Promise.all(evidence.map(async (path) => sha256(await readEvidenceFile(path)))));
  return (await listPending(project.state)).find(
    ({ decision }) =>
      (seen.size === 0 ||
        (decision.evidence.length === seen.size && decision.evidence.every(({ digest }) => seen.has(digest.sha256)))) &&
      decision.action === action &&
      decision.from === from &&
      decision.to === targetOf(action, to) &&
      decision.scope.digest === scope &&
      decision.policy.digest.sha256 === authority.digest &&
      decision.ledger.size > authority.index &&
      now < (parseInstant(decision.expires ?? '') ?? 0),
  );
}

function targetOf(action: DecidableAction, to: string | undefined): string | undefined {
  return action === 'admit-to-base' ? 'base' : to;
}

async function propose(
  options: DecideOptions,
  action: DecidableAction,
  project: Project,
  log: ProjectLog,
  origin: string,
  scope: { readonly sha256: string; readonly records: number },
  authority: SignedVersion,
  now: number,
): Promise<PendingDecision> {
  if (options.reason === undefined) {
    throw new UsageError('decide/no-reason', 'say with `--reason` why; the next reader will want to know');
  }
  const evidence = [];
  for (const path of options.evidence) {
    const sha = await putEvidence(project.state.evidence, await readEvidenceFile(path));
    evidence.push({ name: basename(path), digest: { sha256: sha } });
  }
  const submitter = options.submitter ?? (await defaultSubmitter(project.folder));
  const to = targetOf(action, options.to);
  const statement = createDecision([{ name: 'records', digest: { sha256: scope.sha256 } }], {
    action,
    ...(options.from === undefined ? {} : { from: options.from }),
    ...(to === undefined ? {} : { to }),
    scope: {
      digest: scope.sha256,
      count: scope.records,
      description: options.scope.map((path) => inProject(path, project)).join(' '),
    },
    reason: options.reason,
    evidence,
    policy: { name: DOCUMENT_NAME, digest: { sha256: authority.digest } },
    decidedAt: formatInstant(now),
    expires: formatInstant(now + parseDuration(options.expires)),
    ledger: { origin, size: log.size, root: await log.rootAt(log.size) },
    submitter,
  });
  return keepPending(project.state, statementBytes(statement));
}

/** A path as the statement says it: below the document, and never where on which machine. */
function inProject(path: string, project: Project): string {
  return isAbsolute(path) ? relative(project.folder, path) : path;
}

async function readEvidenceFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_EVIDENCE_BYTES) throw new Error(`expected at most ${MAX_EVIDENCE_BYTES} bytes, got ${size}`);
    return await readFile(path);
  } catch (error) {
    throw new UsageError('decide/no-evidence', `cannot read the evidence \`${path}\`: ${describeError(error)}`, {
      cause: error,
    });
  }
}
