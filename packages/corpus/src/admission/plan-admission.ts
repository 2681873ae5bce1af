import {
  type CapsPolicy,
  type Finding,
  isAtLeast,
  isOpen,
  type SelectionPolicy,
  type Severity,
  TRUST_TIERS,
} from '@bezoar/core';
import { type CapResult, capContributions } from '../caps/cap-contributions.ts';
import { contributionOrder } from '../caps/contribution-order.ts';
import { earlierLoad } from '../caps/earlier-load.ts';
import { type ContributionKeys, type EarlierContributions, NO_CONTRIBUTIONS } from '../caps/lineage.ts';
import { summariseContributions } from '../caps/summarise-contributions.ts';
import { type AccountClusters, clusterAccounts } from '../clusters/cluster-accounts.ts';
import { type Contributions, withoutExemption } from '../contributions/assemble-contributions.ts';
import { believedTime, PARTIAL_BIT } from '../contributions/contribution-part.ts';
import { corpusDigest } from '../intake/intake.ts';
import {
  type CorpusExamination,
  type ExaminedSoFar,
  type ExamineOptions,
  examineCorpus,
  type FlaggingFinding,
  sourceNames,
} from '../scan/examine-corpus.ts';
import { selectRecords } from '../selection/select-records.ts';
import type { AdmissionPlan } from './admission-plan.ts';
import { reasonBit, reasonsOf } from './admission-reasons.ts';
import { capAndDeduplicate } from './cap-and-deduplicate.ts';
import { DEFAULT_CLUSTER_BY } from './default-cluster-by.ts';
import { foldTiers, type RecordTiers, type TierRequest } from './record-tiers.ts';
import { applyReviews, type ReviewedRecord } from './reviewed-records.ts';
import { admissibleRecords, type TargetRules } from './target.ts';
import { MAX_LISTED_QUARANTINED, type QuarantinedRecord } from './writing/write-admission.ts';

/** Keyed names of what contributes, the same in every corpus of the project. */
export interface KeyedNames {
  account(tenant: string, account: string): string;
  tenant(tenant: string): string;
  attribute(name: string, value: string): string;
}

/** The rules of an admission. */
export interface AdmissionRules extends TargetRules, Omit<TierRequest, 'intake' | 'sources'> {
  readonly selection?: SelectionPolicy;
  readonly caps?: CapsPolicy;
  /** Milliseconds since the Unix epoch: no record is of later. */
  readonly now: number;
  /** Severity from which a finding keeps its records out. */
  readonly failOn: Severity;
  /** Findings as the document sees them: accepted ones keep nothing out. */
  readonly judge: (findings: readonly Finding[]) => readonly Finding[];
  /** The last signed verdict on a record, by its digest. */
  readonly reviewed: (digest: string) => ReviewedRecord | undefined;
  readonly keys: KeyedNames;
  /** What the lineage was trained on before, for an intake of this digest. */
  readonly earlier: (intake: string) => Promise<EarlierContributions>;
}

/** After every tier. */
const KEPT_LAST: number = TRUST_TIERS.length;

/** A plan, and what it was made from. */
export interface PlannedAdmission {
  readonly examination: CorpusExamination;
  readonly plan: Omit<AdmissionPlan, 'files'>;
  /** What this corpus adds to the lineage. */
  readonly contributed: EarlierContributions;
  /** Records by reason; one record may have several. */
  readonly keptOut: Readonly<Record<string, number>>;
  readonly clusters: AccountClusters;
  /** What the caps counted. */
  readonly contributions: Contributions;
  readonly capped?: CapResult;
  readonly admitted: number;
}

/**
 * Decides what becomes of every record: tier and tenant scope, then hazards, phrases and anomalies, then selection, then
 * near-duplicates, then caps. Evidence is mined on the whole intake; what an earlier stage keeps out takes no room in a
 * later one.
 */
export async function planAdmission(options: ExamineOptions, rules: AdmissionRules): Promise<PlannedAdmission> {
  let folded: RecordTiers | undefined;
  let reasons = new Uint32Array(0);
  const flagged = new Map<number, string[]>();
  const examination = await examineCorpus({
    ...options,
    precedence: async (soFar) => {
      folded = await foldTiers({ ...rules, intake: soFar.month, sources: soFar.sources });
      reasons = rulesAndSigns(soFar, folded, rules, flagged);
      // Among alike records one that may stay comes first, and of these the reviewed before the others.
      const { tiers } = folded;
      return Uint8Array.from(reasons, (bits, record) => (bits === 0 ? tiers[record]! : KEPT_LAST));
    },
  });
  const { nearDuplicates, month } = examination;
  const { tiers } = folded!;
  // Exempt is a reviewed record, not every record of a reviewed source's file.
  const contributions = withoutExemption(
    withBelievedTimes(examination.contributions, rules.now),
    (record) => month.principal(record).tenant,
    (record) => TRUST_TIERS[tiers[record]!] === 'first-party-reviewed',
  );
  flagRecords(examination.laterFlagging, rules, reasons, flagged);
  applyReviews(month, rules.reviewed, reasons, (record) => flagged.has(record));
  const keys = keysOf(contributions, sourceNames(examination.sources), rules.keys);
  const clusterBy = rules.caps?.clusterBy ?? DEFAULT_CLUSTER_BY;
  const earlier = await rules.earlier(corpusDigest(examination.columns));
  const clusters = clusterAccounts(contributions, { clusterBy, earlier: { contributions: earlier, keys } });
  const { caps } = rules;
  const orderKey = options.orderKey ?? new Uint8Array(32);
  const order = contributionOrder(contributions, orderKey);
  const load = earlierLoad(earlier, keys, clusters);
  const { capped, duplicates } = capAndDeduplicate(
    reasons,
    nearDuplicates.duplicates.leaders,
    caps === undefined
      ? undefined
      : (eligible) =>
          capContributions({
            columns: contributions,
            caps,
            eligible,
            clusterOfAccount: clusters.clusterOfAccount,
            families: nearDuplicates.content.familyOf,
            orderKey,
            order,
            earlier: load,
          }),
  );
  for (const record of duplicates) reasons[record] = reasonBit('corpus/near-duplicate');
  const overCap = reasonBit('corpus/cap-exceeded');
  for (const [record, check] of capped?.exceeded.entries() ?? []) if (check !== 0) reasons[record] = overCap;
  const kept = Uint8Array.from(reasons, (bits) => (bits === 0 ? 1 : 0));
  return {
    examination,
    plan: {
      records: month.records,
      reasons,
      tiers: folded!.tiers,
      inSlice: contributions.inSlice,
      digests: contributions.digests,
      flagged,
      repeatedIds: month.repeatedIds,
      clusters: clusterNames(clusters.clusterOfAccount, keys.accounts),
      ...(rules.selection === undefined ? {} : { selection: rules.selection }),
    },
    contributed: month.records === 0 ? NO_CONTRIBUTIONS : summariseContributions(contributions, kept, keys),
    keptOut: countReasons(reasons),
    clusters,
    contributions,
    ...(capped === undefined ? {} : { capped }),
    admitted: kept.reduce((sum, one) => sum + one, 0),
  };
}

/** Every reason that needs no comparison with other records: scope, selection, review, signs of an attack. */
function rulesAndSigns(
  { month, contributions, flagging }: ExaminedSoFar,
  tiers: RecordTiers,
  rules: AdmissionRules,
  flagged: Map<number, string[]>,
): Uint32Array<ArrayBuffer> {
  const reasons = new Uint32Array(month.records);
  const admissible = admissibleRecords(month, tiers, rules);
  const { selected } = selectRecords(contributions, rules.selection);
  const [partial, tooLow, unselected] = ['corpus/unreadable', 'corpus/tier-too-low', 'corpus/not-selected'].map(
    reasonBit,
  );
  for (let record = 0; record < month.records; record++) {
    let bits = 0;
    if ((contributions.flags[record]! & PARTIAL_BIT) !== 0) bits |= partial!;
    if (admissible[record] !== 1) bits |= tooLow!;
    // What a team wrote or reviewed itself was not chosen by its users.
    const isUsers =
      TRUST_TIERS[tiers.tiers[record]!] === 'customer-owned' || TRUST_TIERS[tiers.tiers[record]!] === 'open';
    if (isUsers && selected[record] !== 1) bits |= unselected!;
    reasons[record] = bits;
  }
  flagRecords(flagging, rules, reasons, flagged);
  return reasons;
}

/** Marks the records of findings that count, and of every missing precondition. */
function flagRecords(
  flagging: readonly FlaggingFinding[],
  rules: AdmissionRules,
  reasons: Uint32Array,
  flagged: Map<number, string[]>,
): void {
  const judged = new Map(rules.judge(flagging.map(({ finding }) => finding)).map((finding) => [finding.id, finding]));
  for (const { finding, records } of flagging) {
    const seen = judged.get(finding.id) ?? finding;
    const isHazard = finding.code === 'corpus/hazard-without-precondition';
    if (!isOpen(seen) || !(isHazard || isAtLeast(seen.severity, rules.failOn))) continue;
    const bit = reasonBit(finding.code);
    for (const record of Array.from(records)) {
      reasons[record] = reasons[record]! | bit;
      const ids = flagged.get(record);
      if (ids === undefined) flagged.set(record, [finding.id]);
      else ids.push(finding.id);
    }
  }
}

/** The same contributions without times that are yet to come: whoever dates ahead is in every window. */
function withBelievedTimes(contributions: Contributions, now: number): Contributions {
  return { ...contributions, timesMs: contributions.timesMs.map((time) => believedTime(time, now)) };
}

function keysOf(columns: Contributions, sources: readonly string[], keys: KeyedNames): ContributionKeys {
  return {
    accounts: columns.accountKeys.map((key) => {
      const [tenant = '', account = ''] = JSON.parse(key) as string[];
      return keys.account(tenant, account);
    }),
    tenants: columns.tenantNames.map((tenant) => keys.tenant(tenant)),
    sources: (sources.length === 0 ? [''] : sources).map((name) => keys.attribute('source', name)),
    attributes: columns.attributeValues.map(({ name, value }) => keys.attribute(name, value)),
  };
}

/** A cluster is called by the first of its accounts' keyed names. */
function clusterNames(clusterOfAccount: Int32Array, accounts: readonly string[]): ReadonlyMap<string, string> {
  const first = new Map<number, string>();
  for (const [account, cluster] of clusterOfAccount.entries()) {
    const key = accounts[account]!;
    if (cluster >= 0 && key < (first.get(cluster) ?? '~')) first.set(cluster, key);
  }
  const names = new Map<string, string>();
  for (const [account, cluster] of clusterOfAccount.entries()) {
    if (cluster >= 0) names.set(accounts[account]!, first.get(cluster)!);
  }
  return names;
}

function countReasons(reasons: Uint32Array): Record<string, number> {
  const counts = new Map<string, number>();
  const byBits = new Map<number, number>();
  for (const bits of reasons) if (bits !== 0) byBits.set(bits, (byBits.get(bits) ?? 0) + 1);
  for (const [bits, records] of byBits) {
    for (const code of reasonsOf(bits)) counts.set(code, (counts.get(code) ?? 0) + records);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The records that a plan keeps out, by name and reason, and how many they are; the list is cut at `MAX_LISTED_QUARANTINED`. */
export function recordsKeptOut({ plan, examination }: PlannedAdmission): {
  readonly quarantined: readonly QuarantinedRecord[];
  readonly quarantinedCount: number;
} {
  const quarantined: QuarantinedRecord[] = [];
  let quarantinedCount = 0;
  for (const [record, bits] of plan.reasons.entries()) {
    if (bits === 0) continue;
    if (quarantinedCount++ >= MAX_LISTED_QUARANTINED) continue;
    quarantined.push({ recordId: examination.month.label(record), codes: reasonsOf(bits) });
  }
  return { quarantined, quarantinedCount };
}
