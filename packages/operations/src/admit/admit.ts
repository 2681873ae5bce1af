import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BezoarError, type Clock, canonicalJson, sha256, systemClock, UsageError } from '@bezoar/core';
import { ADMISSION_FILES, parseTarget, planAdmission, targetText } from '@bezoar/corpus';
import { digestFile } from '@bezoar/corpus/readers';
import type { CorpusScanEvent } from '@bezoar/corpus/scan';
import { decisionsInForce } from '../decide/decisions-in-force.ts';
import { openLedgerKey, prepareStateFolder } from '../ledger/keys/ledger-key.ts';
import { type ProjectLog, readProjectLog } from '../ledger/project-log.ts';
import type { ProjectLocation } from '../project/document-location.ts';
import { type Project, requireProject } from '../project/project.ts';
import { type NamedPhrases, namedPhrases } from '../scan/named-phrases.ts';
import { defaultWorkers } from '../scan/scan.ts';
import { openScanInputs } from '../scan/scan-inputs.ts';
import { scanPolicy } from '../scan/scan-policy.ts';
import { describeInputs } from '../scan/scan-results.ts';
import { standingOf } from '../scan/scan-standing.ts';
import { VERSION } from '../version.ts';
import { lockAdmissions } from './admission-lock.ts';
import { admissionRules } from './admission-rules.ts';
import type { AdmitDocument } from './admit-document.ts';
import { type AdmissionDraft, draftAdmission } from './draft-admission.ts';
import {
  type Admission,
  admissionsOf,
  checkReplaces,
  lineageOf,
  readLineage,
  trainedAdmissions,
} from './earlier/admissions.ts';
import { sourcesOfAdmitted } from './earlier/admitted-sources.ts';
import { openCorpusKey } from './earlier/corpus-key.ts';
import { earlierRecords } from './earlier/earlier-records.ts';
import { finishAdmission, readDocument, refuseOtherOutput, refuseOutputInSource } from './finish-admission.ts';
import { VOUCHER_FILES } from './log-admission.ts';
import { dropStaged, keepStaged, planKey, takeStaged } from './staging/staged-plan.ts';
import { dropAbandoned } from './staging/staged-state.ts';

/** Options of `admit`. */
export interface AdmitOptions extends NamedPhrases {
  readonly location: ProjectLocation;
  /** Paths and globs. Standard input has no source, so that nothing in it could be admitted. */
  readonly files: readonly string[];
  /** `base` or `tenant:ID`. */
  readonly target: string;
  /** Folder of the admitted corpus; made, and not there before. */
  readonly out?: string;
  /** Decides and writes nothing. */
  readonly dryRun?: boolean;
  readonly trusted?: readonly string[];
  /** Earlier admissions, by their entries, that this one stands in the place of. */
  readonly replaces?: readonly number[];
  readonly workers?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: CorpusScanEvent) => void;
}

/**
 * Admits a corpus to training: vets every record by the document's rules, writes what stays and what does not, with the
 * provenance of each record, and logs it. All or nothing: a corpus is admitted when its entry is in the ledger, and an
 * interrupted run goes on where it was. Throws `admit/…` for what cannot be started.
 */
export async function admit(options: AdmitOptions): Promise<AdmitDocument> {
  const clock = options.clock ?? systemClock;
  const isDry = options.dryRun === true;
  parseTarget(options.target);
  checkOptions(options, isDry);
  const project = await requireProject(options.location);
  if (isDry) return admitAlone(project, options, clock);
  await prepareStateFolder(project.state);
  // Held from before the ledger is read until after the entry is written.
  const lock = await lockAdmissions(project);
  try {
    return await admitAlone(project, options, clock);
  } finally {
    await lock.release();
  }
}

async function admitAlone(project: Project, options: AdmitOptions, clock: Clock): Promise<AdmitDocument> {
  const startedAt = clock();
  const target = parseTarget(options.target);
  const isDry = options.dryRun === true;
  const { workingDirectory } = options.location;
  const standing = await standingOf(project);
  if (standing.state === 'loosened' || standing.state === 'unknown') {
    const why = standing.findings.map(({ message }) => message).join('; ');
    throw new UsageError('admit/policy-not-signed', `${project.shownPath} cannot be obeyed: ${why}`);
  }
  const log = await readProjectLog(project);
  const admissions = admissionsOf(log);
  const replaces = checkReplaces(options.replaces ?? [], admissions, targetText(target), log);
  const policy = await scanPolicy(project, {
    hazards: [],
    trusted: options.trusted ?? [],
    workingDirectory,
    ...(standing.signedFailOn === undefined ? {} : { signedFailOn: standing.signedFailOn }),
  });
  const knownPhrases = await namedPhrases(options, workingDirectory);
  const key = await openCorpusKey(project.state, admissions.at(-1)?.keyFingerprint);
  const inputs = await openScanInputs({
    files: options.files,
    trusted: policy.trusted,
    workingDirectory,
    failures: [],
  });
  try {
    const described = await describeInputs(inputs.month, inputs.trusted, options.signal);
    const { decisions } = await decisionsInForce(log, clock());
    const identityAt = (limit: number): string =>
      sha256(
        canonicalJson({
          version: VERSION,
          inputs: described.map(({ path, role, sha256: digest }) => [role, path, digest]),
          policy: project.digest,
          state: standing.state,
          target: targetText(target),
          decisions: decisions.map(({ index }) => index).filter((index) => index < limit),
          admissions: admissions.map(({ index }) => index).filter((index) => index < limit),
          replaces: [...replaces],
          phrases: knownPhrases.map(({ phrase, variants }) => [phrase, ...variants]),
          key: key.fingerprint,
        }),
      );
    const identity = identityAt(log.size);
    const staging = join(project.state.staging, identity.slice(0, 32));
    const out = resolve(workingDirectory, options.out ?? '.');
    if (!isDry) {
      refuseOutputInSource(project, out);
      const finished = await finishedBefore(out, project, log, admissions, identityAt);
      if (finished !== undefined) return finished;
      await refuseOtherOutput(out, identity);
    }
    if (!isDry) await dropAbandoned(project, admissions, staging, clock());
    const examine = async (): Promise<AdmissionDraft> => {
      const records = earlierRecords(project, admissions, key);
      const planned = await planAdmission(
        {
          files: inputs.month,
          trusted: inputs.trusted,
          hazards: policy.hazards,
          knownPhrases,
          ...policy.contributions,
          sourceOf: sourcesOfAdmitted(policy.contributions.sourceOf, described, admissions),
          orderKey: key.orderKey,
          workers: options.workers ?? defaultWorkers(),
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
        },
        await admissionRules({
          project,
          log,
          target,
          policy,
          decisions,
          key,
          earlier: (intake) =>
            readLineage(
              project,
              lineageOf(admissions, targetText(target), { intake, replaces, trained: trainedAdmissions(log) }),
            ),
          records,
          isSigned: standing.state === 'signed',
          now: clock(),
        }),
      );
      return draftAdmission(planned, { project, standing, policy, inputs: described, target, identity, now: clock() });
    };
    const secret = isDry ? undefined : planKey((await openLedgerKey(project)).privateKey);
    const staged = secret === undefined ? undefined : await takeStaged<AdmissionDraft['draft']>(staging, secret);
    const draft = staged ?? (await examine());
    const timing = (): AdmitDocument['timing'] => ({
      startedAt: new Date(startedAt).toISOString(),
      totalMs: clock() - startedAt,
      readMs: 0,
    });
    if (isDry) return { ...draft.draft, dryRun: true, timing: timing() };
    // Sources, digests and records are of the same bytes, or of none.
    const again = await describeInputs(inputs.month, inputs.trusted, options.signal);
    const changed = described.find(({ path, sha256: digest }, index) => again[index]?.sha256 !== digest && path !== '');
    if (changed !== undefined) {
      throw new BezoarError('admit/input-changed', `\`${changed.path}\` changed while it was examined`);
    }
    if (staged === undefined && secret !== undefined) await keepStaged(staging, draft, secret);
    return await finishAdmission(draft, {
      project,
      files: inputs.month,
      staging,
      out,
      shownOut: options.out ?? '.',
      identity,
      key,
      replaces,
      clock,
      timing,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: (done, total) => options.onEvent?.({ kind: 'stage', stage: 'writing', done, total }),
    });
  } finally {
    await inputs.release();
  }
}

/** The result of this very admission, where a former run was cut off after its entry was in the ledger. */
async function finishedBefore(
  out: string,
  project: Project,
  log: ProjectLog,
  admissions: readonly Admission[],
  identityAt: (limit: number) => string,
): Promise<AdmitDocument | undefined> {
  const document = await readDocument(out);
  const made = admissions.find(({ identity }) => identity !== '' && identity === document?.identity);
  if (document === undefined || made === undefined || identityAt(made.index) !== made.identity) return undefined;
  const report = sha256(await readFile(join(out, VOUCHER_FILES.document)));
  const corpus = await digestFile(join(out, ADMISSION_FILES.admitted)).catch(() => '');
  if (report !== made.report || corpus !== made.sha256) {
    throw new UsageError('admit/out-altered', `\`${out}\` is not what entry ${made.index} admitted; name a new folder`);
  }
  await dropStaged(join(project.state.staging, made.identity.slice(0, 32)));
  const size = made.index + 1;
  return { ...document, ledger: { index: made.index, size, root: await log.rootAt(size) } };
}

function checkOptions({ files, out }: AdmitOptions, isDry: boolean): void {
  if (files.length === 0) throw new UsageError('admit/no-files', 'expected at least one file or glob to admit');
  if (files.includes('-')) {
    throw new UsageError('admit/standard-input', 'standard input belongs to no source of the document; name files');
  }
  if (!isDry && out === undefined) {
    throw new UsageError('admit/no-out', 'name a folder for the admitted corpus with `--out`, or use `--dry-run`');
  }
}
