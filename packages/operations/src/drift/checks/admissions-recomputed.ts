import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CapsPolicy, catalogueFinding, describeError, lowerTier, sha256, type TrustTier } from '@bezoar/core';
import { ADMISSION_FILES, believedTime, LINE_OFFSETS_FILE } from '@bezoar/corpus';
import { digestFile } from '@bezoar/corpus/readers';
import { type ShardProblem, verifyShards } from '@bezoar/ledger';
import {
  type Admission,
  admissionsOf,
  LINEAGE_FILE,
  lineageOf,
  trainedAdmissions,
} from '../../admit/earlier/admissions.ts';
import { openCorpusKey } from '../../admit/earlier/corpus-key.ts';
import { VOUCHER_FILES } from '../../admit/log-admission.ts';
import { decisionsInForce } from '../../decide/decisions-in-force.ts';
import type { ProjectLog } from '../../ledger/project-log.ts';
import type { Project } from '../../project/project.ts';
import { openCorpusShards } from '../../trace/corpus-shards.ts';
import type { Drift, DriftCheck, DriftContext } from '../drift-check.ts';
import { type CapCount, countCaps } from './cap-counts.ts';

/** Faults of the side tables that are told one by one. */
const LISTED_FAULTS = 5;

/** Files of an admission beside its shards. */
const OWN_FILES = [LINEAGE_FILE, LINE_OFFSETS_FILE, VOUCHER_FILES.checkpoint];

/**
 * The newest admission for each model obeys the document as it stands: caps counted again from the side tables of its whole
 * lineage, tiers held against the target, and the admitted file still has its digest. Rows that were erased are counted
 * by nobody; more of them than the ledger knows of is said.
 */
export const admissionsRecomputed: DriftCheck = {
  name: 'admissions recomputed',
  run: async (context) => {
    const admissions = admissionsOf(context.log);
    const drifts: Drift[] = [];
    const undecided: string[] = [];
    let compared = 0;
    const newest = new Map(admissions.map((admission) => [admission.target, admission]));
    for (const admission of newest.values()) {
      const lineage = lineageOf(admissions, admission.target, {
        intake: '',
        replaces: [],
        trained: trainedAdmissions(context.log),
      });
      try {
        const { faults, erased, unknown } = await recompute(admission, lineage, context);
        compared++;
        undecided.push(...unknown.map((message) => `entry ${admission.index}: ${message}`));
        if (erased > loggedErasures(context.log, lineage)) {
          undecided.push(
            `entry ${admission.index}: more rows of its lineage were erased than the ledger knows of (${erased})`,
          );
        }
        if (faults.length > 0) drifts.push(driftOf(admission, faults));
      } catch (error) {
        context.signal?.throwIfAborted();
        undecided.push(`entry ${admission.index}: ${describeError(error)}`);
      }
    }
    return { drifts, undecided, compared };
  },
};

/** Rows of these admissions that the ledger says were erased: a right, and no drift. */
function loggedErasures({ erasures }: ProjectLog, lineage: readonly Admission[]): number {
  const entries = new Set(lineage.map(({ index }) => index));
  let rows = 0;
  for (const { entry } of erasures) {
    const { byEntry } = entry.detail ?? {};
    for (const pair of Array.isArray(byEntry) ? byEntry : []) {
      if (!Array.isArray(pair)) continue;
      const [index, count] = pair;
      if (typeof index === 'number' && typeof count === 'number' && entries.has(index)) rows += count;
    }
  }
  return rows;
}

async function recompute(
  admission: Admission,
  lineage: readonly Admission[],
  { project, log, signal }: DriftContext,
): Promise<{ readonly faults: readonly string[]; readonly erased: number; readonly unknown: readonly string[] }> {
  const { caps, admitToBase } = project.model.corpus;
  const faults: string[] = [];
  const counts: CapCount[] = [];
  const tiers = new Map<TrustTier, number>();
  const key = await openCorpusKey(project.state, admission.keyFingerprint);
  const tenant = admission.target.startsWith('tenant:')
    ? key.tenant(admission.target.slice('tenant:'.length))
    : undefined;
  let erased = 0;
  let foreign = 0;
  let risen = 0;
  const sources = new Map(project.model.corpus.sources.map(({ name, tier }) => [name, tier]));
  const { decisions } = await decisionsInForce(log, Date.parse(admission.at));
  const raises = decisions.filter(({ action }) => action === 'tier-change');
  const raised = (digest: string): boolean => raises.some(({ records }) => records.has(digest));
  for (const one of lineage) {
    const { reader } = await openCorpusShards(project, log.origin, one);
    const isNewest = one.index === admission.index;
    for await (const { row } of reader.rows()) {
      signal?.throwIfAborted();
      if (row === undefined) {
        erased++;
        continue;
      }
      counts.push({
        // Whoever names no account shares one with all who do not, unless the record was reviewed.
        ...(row.account === undefined
          ? row.tier === 'first-party-reviewed'
            ? {}
            : { account: `nobody of ${row.tenant ?? ''}` }
          : { account: row.account }),
        ...(row.cluster === undefined ? {} : { cluster: row.cluster }),
        ...(row.tenant === undefined ? {} : { tenant: row.tenant }),
        source: row.source.name,
        inSlice: row.slice === true,
        timeMs: believedTime(row.createdAt === undefined ? Number.NaN : Date.parse(row.createdAt), Date.parse(one.at)),
        isNewest,
      });
      if (!isNewest) continue;
      const declared = sources.get(row.source.name);
      if (declared !== undefined && lowerTier(declared, row.tier) !== row.tier && !raised(row.digest)) risen++;
      if (
        tenant !== undefined &&
        declared === 'customer-owned' &&
        row.tenant !== undefined &&
        row.tenant !== tenant &&
        !raised(row.digest)
      )
        foreign++;
      tiers.set(row.tier, (tiers.get(row.tier) ?? 0) + 1);
    }
  }
  const tables = await tableFaults(admission, project, signal);
  faults.push(...tables.faults);
  if (caps !== undefined) faults.push(...capFaults(counts, caps));
  for (const [tier, records] of tiers) {
    const isFirstParty = tier === 'first-party-reviewed' || tier === 'first-party-generated';
    if (isFirstParty || (tenant !== undefined && tier === 'customer-owned')) continue;
    if (tenant === undefined && admitToBase[tier] !== undefined) continue;
    faults.push(`${records} records of tier \`${tier}\`, which the document does not let in`);
  }
  if (risen > 0) faults.push(`${risen} records above the tier of their source, which no decision in force covers`);
  if (foreign > 0) faults.push(`${foreign} records of other tenants`);
  const file = join(project.folder, admission.out, ADMISSION_FILES.admitted);
  if (
    (await stat(file).catch(() => undefined)) !== undefined &&
    (await digestFile(file, signal)) !== admission.sha256
  ) {
    faults.push(`\`${join(admission.out, ADMISSION_FILES.admitted)}\` is not what was admitted`);
  }
  return { faults, erased, unknown: tables.unknown };
}

/** What is wrong with the side tables themselves: rows, tiles, index, and what they add to the lineage. */
async function tableFaults(
  { root, records, lineage }: Admission,
  project: Project,
  signal: AbortSignal | undefined,
): Promise<{ readonly faults: readonly string[]; readonly unknown: readonly string[] }> {
  const folder = join(project.state.shards, root);
  const { problems } = await verifyShards(folder, {
    expected: { size: records, root: Buffer.from(root, 'hex') },
    ...(signal === undefined ? {} : { signal }),
  });
  // A file that nobody knows may be a copy of what was to be erased; it breaks no rule.
  const isUnknown = ({ code }: ShardProblem): boolean => code === 'shards/unexpected-file';
  const unknown = problems
    .filter((one) => isUnknown(one) && !OWN_FILES.some((name) => one.message.includes(`\`${name}\``)))
    .map(({ message }) => message);
  const faults = problems.filter((one) => !isUnknown(one)).map(({ message }) => message);
  const text = await readFile(join(folder, LINEAGE_FILE)).catch(() => undefined);
  if (text === undefined || sha256(text) !== lineage) faults.push(`\`${LINEAGE_FILE}\` is not what the ledger names`);
  const rest = faults.length - LISTED_FAULTS;
  const listed = rest > 0 ? [...faults.slice(0, LISTED_FAULTS), `and ${rest} more faults of the side tables`] : faults;
  return { faults: listed, unknown: unknown.slice(0, LISTED_FAULTS) };
}

function capFaults(counts: readonly CapCount[], caps: CapsPolicy): string[] {
  return countCaps(counts, caps).map(
    ({ scope, slice, cap, groups, most }) =>
      `${groups} of ${scope === 'account' ? 'the accounts' : `the ${scope}s`} exceed the cap of ${cap}${slice ? ' in the slice' : ''}, one with ${most}`,
  );
}

function driftOf(admission: Admission, faults: readonly string[]): Drift {
  const observed = faults.join('; ');
  const finding = catalogueFinding({
    code: 'corpus/admission-differs',
    severity: 'high',
    subject: admission.target,
    message: `the corpus that was admitted for \`${admission.target}\` (entry ${admission.index}) breaks the rules as they stand: ${observed}`,
    evidence: { entry: admission.index, faults },
  });
  return {
    control: finding.control,
    declared: `entry ${admission.index}: ${admission.records} records admitted for \`${admission.target}\` by the document's rules`,
    observed,
    finding,
  };
}
