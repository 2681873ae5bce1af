import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Clock, describeError, parseDuration, sha256, systemClock, UsageError } from '@bezoar/core';
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
import type { DecisionMatter } from './matter/decision-matter.ts';
import { overrideMatter } from './matter/override-matter.ts';
import { recordsMatter } from './matter/records-matter.ts';
import { keepPending, listPending, type PendingDecision } from './pending-decisions.ts';
import { defaultSubmitter } from './submitter.ts';

/** Options of `decide`. */
export interface DecideOptions extends SignatureSources {
  readonly location: ProjectLocation;
  /** One of `DECIDABLE`. */
  readonly action: string;
  /** The training records that it is about, paths and globs; or the verdict that is overridden: a report, or a digest. */
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
  /** The exact set: records are counted, and their digests give the scope's. Of an override the model's digest, and no record. */
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
  const { workingDirectory } = options.location;
  const matter =
    action === 'override'
      ? await overrideMatter(options.scope[0]!, { project, authority, log, workingDirectory, now: clock() })
      : await recordsMatter(options, { project, authority, workingDirectory });
  const pending =
    (await waiting(project, options, action, matter, authority, clock())) ??
    (await propose(options, action, project, log, key.signer.name, matter, authority, clock()));
  const judge = await judgePending(pending, authority, need, log, key.signer.name, clock);
  const signed = await collectSignatures(pending, options, judge);
  const { signers, refusals } = judge(signed);
  const records = action === 'override' ? 0 : matter.count;
  const base = { command: 'decide', policy: policyReference(project), read: matter.count };
  const common = {
    action,
    scope: { sha256: matter.sha256, records },
    signatures: { have: signers.length, need },
    signedBy: signers,
  };
  if (refusals.length > 0) {
    const place = { sha256: pending.digest, folder: pending.folder };
    return { ...finish({ ...base, verdict: 'pending', outcome: 'review' }), ...common, pending: place, entry: null };
  }
  if (matter.list !== undefined) await putEvidence(project.state.evidence, matter.list);
  const entry = await logDecision(project, key.signer, pending, {
    kind: DECIDABLE[action],
    subject: matter.subject[0],
    policy: authority.digest,
    refs: [authority.index, ...matter.refs],
    detail: {
      [CONTROLS_DETAIL]: ['policy/keys', ...EXERCISED[action]],
      ...matter.detail,
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
  options: DecideOptions,
  action: DecidableAction,
  matter: DecisionMatter,
  authority: SignedVersion,
  now: number,
): Promise<PendingDecision | undefined> {
  // Whoever says what they looked at signs no statement about something else.
  const named = await Promise.all(options.evidence.map(async (path) => sha256(await readEvidenceFile(path))));
  const own = matter.evidence.map(({ digest }) => digest.sha256);
  const seen = new Set([...own, ...named]);
  return (await listPending(project.state)).find(({ decision }) => {
    const cited = new Set(decision.evidence.map(({ digest }) => digest.sha256));
    return (
      own.every((one) => cited.has(one)) &&
      (named.length === 0 || (cited.size === seen.size && [...cited].every((one) => seen.has(one)))) &&
      decision.action === action &&
      decision.from === matter.from &&
      decision.to === matter.to &&
      decision.scope.digest === matter.sha256 &&
      decision.policy.digest.sha256 === authority.digest &&
      decision.ledger.size > authority.index &&
      now < (parseInstant(decision.expires ?? '') ?? 0)
    );
  });
}

async function propose(
  options: DecideOptions,
  action: DecidableAction,
  project: Project,
  log: ProjectLog,
  origin: string,
  { sha256: digest, count, description, subject, from, to, evidence: own }: DecisionMatter,
  authority: SignedVersion,
  now: number,
): Promise<PendingDecision> {
  if (options.reason === undefined) {
    throw new UsageError('decide/no-reason', 'say with `--reason` why; the next reader will want to know');
  }
  const evidence = [...own];
  for (const path of options.evidence) {
    const sha = await putEvidence(project.state.evidence, await readEvidenceFile(path));
    evidence.push({ name: basename(path), digest: { sha256: sha } });
  }
  const submitter = options.submitter ?? (await defaultSubmitter(project.folder));
  const statement = createDecision(subject, {
    action,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    scope: { digest, count, description },
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
