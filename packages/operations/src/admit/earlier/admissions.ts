import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, isSha256, sha256, TRUST_TIERS, type TrustTier, UsageError } from '@bezoar/core';
import { type EarlierContributions, mergeContributions, NO_CONTRIBUTIONS, parseContributions } from '@bezoar/corpus';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { PlacedEntry } from '../../posture/control-evidence.ts';
import type { Project } from '../../project/project.ts';

/** Name of the file, beside the shards of a corpus, that says what it added to the lineage. */
export const LINEAGE_FILE = 'lineage.json';

/** An admission of the ledger. Below a signed root: what it says was said by whoever holds the ledger's key. */
export interface Admission {
  readonly index: number;
  readonly at: string;
  /** `base` or `tenant:ID`. */
  readonly target: string;
  /** Digest of the admitted corpus's file. */
  readonly sha256: string;
  readonly records: number;
  /** Root of the provenance tree, and name of its folder. */
  readonly root: string;
  /** Digest of the records that came in. */
  readonly intake: string;
  /** Digest of what it added to the lineage. */
  readonly lineage: string;
  readonly keyFingerprint: string;
  /** Where the corpus was written, relative to the document. */
  readonly out: string;
  /** Admissions that it stands in the place of. */
  readonly replaces: readonly number[];
  /** Whether a signed review of a sample has to come before training. */
  readonly reviewRequired: boolean;
  readonly policy: string;
  /** The least trusted tier among its records. */
  readonly lowestTier: TrustTier;
  /** Digest of the file of what it kept out. */
  readonly quarantine: string;
  /** What tells the run that made it from any other. */
  readonly identity: string;
  /** Digest of its whole document. */
  readonly report: string;
}

/** The admissions of a ledger, oldest first. An entry of another form is passed over. */
export function admissionsOf(log: ProjectLog): readonly Admission[] {
  return log.admissions.flatMap((placed) => admissionOf(placed) ?? []);
}

function admissionOf({ index, entry }: PlacedEntry): Admission | undefined {
  const { detail = {}, subject } = entry;
  const text = (name: string): string => (typeof detail[name] === 'string' ? (detail[name] as string) : '');
  const digest = subject[0]?.digest.sha256 ?? '';
  const [root, lineage] = [text('root'), text('lineage')];
  if (!isSha256(digest) || !isSha256(root) || !isSha256(lineage)) return undefined;
  const replaces = Array.isArray(detail.replaces) ? detail.replaces : [];
  return {
    index,
    at: entry.at,
    target: text('target'),
    sha256: digest,
    records: typeof detail.records === 'number' ? detail.records : 0,
    root,
    intake: text('intake'),
    lineage,
    keyFingerprint: text('key'),
    out: text('out'),
    replaces: replaces.filter((one): one is number => typeof one === 'number'),
    reviewRequired: detail.reviewRequired === true,
    policy: entry.policy ?? '',
    lowestTier: TRUST_TIERS.find((tier) => tier === detail.lowestTier) ?? 'open',
    quarantine: text('quarantine'),
    identity: text('identity'),
    report: text('report'),
  };
}

/**
 * What a model's lineage was trained on: every admission for the same model, and for a tenant's model those of the base that
 * it is made from. One over the same records as a later one, or that a later one says to replace, does not count, unless a model was trained on it.
 */
export function lineageOf(
  admissions: readonly Admission[],
  target: string,
  now: { readonly intake: string; readonly replaces: readonly number[]; readonly trained: ReadonlySet<number> },
): readonly Admission[] {
  const own = admissions.filter((one) => one.target === target || one.target === 'base');
  const replaced = new Set([...own.flatMap(({ replaces }) => replaces), ...now.replaces]);
  const last = new Map(own.map((one) => [`${one.target}\n${one.intake}`, one.index]));
  return own.filter(
    ({ index, target: its, intake }) =>
      !replaced.has(index) && last.get(`${its}\n${intake}`) === index && !(its === target && intake === now.intake),
  );
}

/**
 * The admission that stands in the place of another one: it says so, or it is over the same records for the same model.
 * What was replaced may train nothing more, or replacing would make room that was used already.
 */
export function replacedBy(
  admission: Admission,
  admissions: readonly Admission[],
  trained: ReadonlySet<number>,
): Admission | undefined {
  // It counts for good, so it may go on being trained on.
  if (trained.has(admission.index)) return undefined;
  return admissions.find(
    (later) =>
      later.index > admission.index &&
      later.target === admission.target &&
      (later.replaces.includes(admission.index) || later.intake === admission.intake),
  );
}

/** What a lineage contributed. Throws `admit/lineage-missing`: without it every cap would begin anew. */
export async function readLineage(project: Project, lineage: readonly Admission[]): Promise<EarlierContributions> {
  let all = NO_CONTRIBUTIONS;
  for (const { index, root, lineage: digest } of lineage) {
    const path = join(project.state.shards, root, LINEAGE_FILE);
    try {
      const text = await readFile(path, 'utf8');
      if (sha256(text) !== digest) throw new Error('it is not what the ledger names');
      all = mergeContributions(all, parseContributions(text));
    } catch (error) {
      throw new UsageError(
        'admit/lineage-missing',
        `cannot read what entry ${index} added to the lineage (\`${path}\`): ${describeError(error)}; restore it, or every cap would begin anew`,
        { cause: error },
      );
    }
  }
  return all;
}

/** The admissions that some model was trained on. */
export function trainedAdmissions({ trainings }: Pick<ProjectLog, 'trainings'>): ReadonlySet<number> {
  return new Set(trainings.flatMap(({ entry }) => entry.refs));
}

/** Checks which admissions are to be replaced. Throws `admit/bad-replaces`: what a model was trained on cannot be taken back. */
export function checkReplaces(
  indices: readonly number[],
  admissions: readonly Admission[],
  target: string,
  log: Pick<ProjectLog, 'trainings'>,
): readonly number[] {
  const trained = trainedAdmissions(log);
  const faults = indices.flatMap((index) => {
    const found = admissions.find((one) => one.index === index);
    if (found === undefined) return [`entry ${index} is no admission`];
    if (found.target !== target) return [`entry ${index} is an admission for \`${found.target}\``];
    return trained.has(index) ? [`a model was trained on entry ${index}: what it learned cannot be taken back`] : [];
  });
  if (faults.length > 0) throw new UsageError('admit/bad-replaces', faults.join('; '));
  return indices;
}
