import { BezoarError, type Clock, canonicalJson, type JsonValue, sha256 } from '@bezoar/core';
import {
  bundleBytes,
  createBundle,
  type EntrySubject,
  putEvidence,
  signEnvelope,
  statementBytes,
} from '@bezoar/ledger';
import { openLedgerKey, prepareStateFolder } from '../../ledger/keys/ledger-key.ts';
import { appendEntry, type LoggedEntry, logRun } from '../../ledger/log-run.ts';
import { readProjectLog } from '../../ledger/project-log.ts';
import { CONTROLS_DETAIL } from '../../posture/control-evidence.ts';
import type { Project } from '../../project/project.ts';
import type { GateDocument, GateLedgerReference, GatePlan } from '../gate-document.ts';
import { trainingOf } from './training-of.ts';
import {
  coversDeclared,
  entryName,
  GATE_CONTROL,
  gateSubject,
  type JudgedGate,
  passStatement,
  testStatement,
} from './verdict-statements.ts';

/** Media type of a plan as the ledger keeps it: canonical JSON of a `GatePlan`. */
export const PLAN_MEDIA_TYPE = 'application/vnd.bezoar.gate-plan+json';

const ACTOR = 'bezoar gate';

/** Files of a candidate that an entry names beside the whole; a larger model is named by its digest alone. */
const MAX_NAMED_FILES = 200;

/**
 * Logs what a gate is going to ask, and by which bar it will judge, before the first question: neither can be chosen after the
 * answers. Durable when it returns. Throws what keeps it from being logged, and then nothing is to be asked.
 */
export async function preregister(project: Project, plan: GatePlan, clock: Clock): Promise<LoggedEntry> {
  await prepareStateFolder(project.state);
  const { signer } = await openLedgerKey(project);
  const bytes = planBytes(plan);
  const digest = await putEvidence(project.state.evidence, bytes);
  const { budget, seed, probeSet, setting, thresholds, hazards, candidate, references } = plan;
  return appendEntry(project, signer, {
    v: 1,
    kind: 'gate.prereg',
    at: new Date(clock()).toISOString(),
    actor: ACTOR,
    subject: candidateSubjects(plan),
    payload: { mediaType: PLAN_MEDIA_TYPE, sha256: digest, size: bytes.length },
    policy: project.digest,
    refs: [],
    detail: {
      candidate: entryName(candidate.name),
      digest: candidate.artifact?.sha256 ?? null,
      references: references.length,
      budget,
      seed,
      probeSet: probeSet.sha256,
      probes: probeSet.probes,
      setting,
      hazards: hazards.map(({ action }) => action),
      thresholds: thresholds as Readonly<Record<string, JsonValue>>,
    },
  });
}

/**
 * Logs a verdict: an in-toto test result over the candidate's bytes, a simple verification result beside it for a PASS, the report
 * as evidence, and references to what was fixed before and to the training that wrote these bytes. Throws what prevents it, and
 * `gate/plan-changed` where the verdict is not one about the plan that was logged.
 */
export async function logVerdict(
  project: Project,
  {
    document,
    preregistration,
    plan,
  }: { readonly document: GateDocument; readonly preregistration: LoggedEntry; readonly plan: GatePlan },
  clock: Clock,
): Promise<GateLedgerReference> {
  const log = await readProjectLog(project);
  const planDigest = sha256(planBytes(plan));
  const before = await log.reader?.entry(preregistration.index);
  if (before?.payload?.sha256 !== planDigest || sha256(planBytes(document.plan)) !== planDigest) {
    const message = `the plan of this verdict is not the one that entry ${preregistration.index} fixed before the first question`;
    throw new BezoarError('gate/plan-changed', message);
  }
  const { artifact } = plan.candidate;
  const training = artifact === null ? undefined : await trainingOf(artifact, log);
  // As whoever reads it later finds it: the ledger's own reference is not yet known.
  const bytes = Buffer.from(JSON.stringify({ ...document, ledger: null }));
  const report = sha256(bytes);
  const judged: JudgedGate = { document, plan, policy: project.digest, planDigest, report };
  const isComplete = coversDeclared(project.model, plan);
  const isTrained = training !== undefined;
  const isPass = document.verdict === 'PASS' && artifact !== null;
  const pass = isPass ? await signed(project, passStatement(judged, { isComplete, isTrained })) : undefined;
  // Undecided is no evidence that the control was exercised.
  const isEvidence = isComplete && document.verdict !== 'INCONCLUSIVE';
  const entry = await logRun(
    project,
    {
      kind: 'gate.verdict',
      actor: ACTOR,
      subject: [gateSubject(plan.candidate)],
      statement: testStatement(judged),
      evidence: pass === undefined ? [bytes] : [bytes, pass],
      refs: [preregistration.index, ...(training === undefined ? [] : [training])],
      detail: {
        [CONTROLS_DETAIL]: isEvidence ? [GATE_CONTROL] : [],
        verdict: document.verdict,
        exit: document.exit,
        candidate: entryName(plan.candidate.name),
        digest: artifact?.sha256 ?? null,
        files: artifact?.files.length ?? 0,
        isLoaded: artifact?.isLoaded ?? false,
        budget: plan.budget,
        plan: planDigest,
        report,
        ...(pass === undefined ? {} : { svr: sha256(pass) }),
      },
    },
    clock,
  );
  return { ...entry, preregistration: preregistration.index, report };
}

/** A plan as it is kept: equal plans have equal bytes. */
export function planBytes(plan: GatePlan): Uint8Array {
  return Buffer.from(canonicalJson(plan));
}

/** The whole, then its files. Of an endpoint nothing is named: nobody knows its bytes. */
function candidateSubjects({ candidate }: GatePlan): readonly EntrySubject[] {
  const { artifact } = candidate;
  if (artifact === null) return [];
  const isOne = artifact.files.length === 1 && artifact.files[0]?.sha256 === artifact.sha256;
  const files = isOne || artifact.files.length > MAX_NAMED_FILES ? [] : artifact.files;
  return [
    gateSubject(candidate),
    ...files.map(({ path, sha256: digest }) => ({ name: entryName(path), digest: { sha256: digest } })),
  ];
}

async function signed(project: Project, statement: Parameters<typeof statementBytes>[0]): Promise<Uint8Array> {
  const { privateKey } = await openLedgerKey(project);
  return bundleBytes(createBundle(signEnvelope(statementBytes(statement), privateKey)));
}
