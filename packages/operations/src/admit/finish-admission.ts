import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { type Clock, sha256, TRUST_TIERS, type TrustTier, UsageError } from '@bezoar/core';
import { ADMISSION_FILES, type AdmissionPlan, writeAdmission } from '@bezoar/corpus';
import { type InputFile, matchesGlob } from '@bezoar/corpus/readers';
import { readProjectLog } from '../ledger/project-log.ts';
import type { Project } from '../project/project.ts';
import { syncFolder, writeAtomically } from '../report-files/write-atomically.ts';
import type { AdmitDocument } from './admit-document.ts';
import type { AdmissionDraft } from './draft-admission.ts';
import { admissionsOf, LINEAGE_FILE } from './earlier/admissions.ts';
import type { CorpusKey } from './earlier/corpus-key.ts';
import { type AdmissionRecord, logAdmission, signCorpusRoot, VOUCHER_FILES, writeVouchers } from './log-admission.ts';
import { dropStaged } from './staging/staged-plan.ts';
import { dropAdmissionFolder, noteState, partialName, readState } from './staging/staged-state.ts';

/** What writing an admission needs beside its draft. */
export interface FinishInput {
  readonly project: Project;
  readonly files: readonly InputFile[];
  /** Folder of the kept plan. */
  readonly staging: string;
  /** Absolute, and as it was named. */
  readonly out: string;
  readonly shownOut: string;
  readonly identity: string;
  readonly key: CorpusKey;
  readonly replaces: readonly number[];
  readonly clock: Clock;
  readonly timing: () => AdmitDocument['timing'];
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Writes an admission and logs it. Order of what becomes visible: the provenance, the corpus, the entry. The entry is the
 * admission: a folder without one, left by a power cut, is refused by every check, and the next run of the same command
 * logs it.
 */
export async function finishAdmission(draft: AdmissionDraft, input: FinishInput): Promise<AdmitDocument> {
  const { project, out, key, replaces, clock, staging } = input;
  const partial = join(dirname(out), partialName(out, staging));
  const shards = join(staging, 'shards');
  const isPlaced = (await stat(out).catch(() => undefined)) !== undefined;
  // Everything is written again from its beginning: what a former run left may be of anybody's hand by now.
  await dropAdmissionFolder(partial);
  await mkdir(partial, { recursive: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  const { placed } = (await readState(staging)) ?? {};
  const isNamed = admissionsOf(await readProjectLog(project)).some(({ root }) => root === placed);
  if (placed !== undefined && !isNamed) await rm(join(project.state.shards, placed), { recursive: true, force: true });
  await noteState(staging, { partial });
  await rm(shards, { recursive: true, force: true });
  await mkdir(shards, { mode: 0o700 });
  const written = await writeAdmission(draft.plan, {
    files: input.files,
    fields: project.model.corpus.fields,
    folder: partial,
    shards,
    ingestedAt: draft.ingestedAt,
    account: key.account,
    tenant: key.tenant,
    nonce: () => randomBytes(16).toString('hex'),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
    onProgress: input.onProgress,
  });
  const { root, admitted, quarantined, quarantine } = written;
  const document: AdmitDocument = {
    ...draft.draft,
    admitted: {
      records: admitted.records,
      path: join(input.shownOut, ADMISSION_FILES.admitted),
      sha256: admitted.sha256,
      root,
      slice: admitted.slice,
    },
    quarantined,
    quarantinedCount: quarantine.records,
    timing: input.timing(),
  };
  const record: AdmissionRecord = {
    document,
    written,
    lowestTier: lowestTier(draft.plan),
    lineage: sha256(draft.lineage),
    keyFingerprint: key.fingerprint,
    out,
    replaces,
  };
  const place = join(project.state.shards, root);
  const checkpoint = await signCorpusRoot(project, written);
  await writeAtomically(join(shards, LINEAGE_FILE), draft.lineage);
  await writeAtomically(join(shards, VOUCHER_FILES.checkpoint), checkpoint);
  await mkdir(project.state.shards, { recursive: true, mode: 0o700 });
  await syncFolder(shards);
  await noteState(staging, { partial, placed: root });
  // The same root means the same rows: two corpora of nothing, since every row has a nonce of its own.
  const isThere = (await stat(place).catch(() => undefined)) !== undefined;
  if (isThere) await rm(shards, { recursive: true });
  else await rename(shards, place);
  await syncFolder(project.state.shards);
  await writeVouchers(project, record, checkpoint, partial);
  await syncFolder(partial);
  input.signal?.throwIfAborted();
  if (isPlaced && !(await dropAdmissionFolder(out))) {
    throw new UsageError(
      'admit/out-exists',
      `\`${input.shownOut}\` holds files that are no admission's; name a new folder`,
    );
  }
  await rename(partial, out);
  await syncFolder(dirname(out));
  const ledger = await logAdmission(project, record, clock);
  await dropStaged(staging);
  return { ...document, ledger };
}

/** The least trusted tier among the records that a plan admits; of none, the most trusted. */
function lowestTier({ reasons, tiers }: AdmissionPlan): TrustTier {
  const lowest = reasons.reduce((most, bits, record) => (bits === 0 ? Math.max(most, tiers[record]!) : most), 0);
  return TRUST_TIERS[lowest]!;
}

/** Throws `admit/out-in-source` where a source of the document would take the written files for its own records. */
export function refuseOutputInSource(project: Project, out: string): void {
  for (const { name, paths } of project.model.corpus.sources) {
    for (const file of [...Object.values(ADMISSION_FILES), ...Object.values(VOUCHER_FILES)]) {
      const path = relative(project.folder, join(out, file));
      if (!paths.some((pattern) => matchesGlob(pattern, path))) continue;
      throw new UsageError(
        'admit/out-in-source',
        `the source \`${name}\` of the document would take \`${path}\` for its own records; name a folder outside of all sources`,
      );
    }
  }
}

/** Throws `admit/out-exists` unless the folder is not there, or is what an interrupted run of this very admission left. */
export async function refuseOtherOutput(out: string, identity: string): Promise<void> {
  if ((await lstat(out).catch(() => undefined)) === undefined) return;
  const document = await readDocument(out);
  if (document?.identity === identity) return;
  throw new UsageError('admit/out-exists', `\`${out}\` is there already; name a new folder`);
}

/** The document of the admission in a folder; undefined where there is none. */
export async function readDocument(out: string): Promise<AdmitDocument | undefined> {
  try {
    return JSON.parse(await readFile(join(out, VOUCHER_FILES.document), 'utf8')) as AdmitDocument;
  } catch {
    return undefined;
  }
}
