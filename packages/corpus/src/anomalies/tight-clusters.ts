import { betaBinomialTail, percent, plural } from '@bezoar/core';
import type { AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { accountName } from './counting/account-name.ts';
import { groupRecords, recordsByAccount, recordsOf } from './counting/account-records.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { chanceText, severityOfChance } from './counting/chance.ts';
import { isSlice } from './counting/slice.ts';

/** Repetitions from which a contributor is looked at. */
export const MIN_REPEATS = 4;
/** Who asks the same twice asks it a third time: the correlation that is assumed between repetitions. */
const CORRELATION = 0.1;

/**
 * Accounts, and linked groups of accounts, whose records repeat one another (verified likeness) far more often than those
 * of all others. A repetition is a record beyond the first of its family.
 */
export function tightClusters(input: AnomalyInput): AnomalyFinding[] {
  const { month, clusterOfAccount } = input;
  const groups = clusterOfAccount === undefined ? [] : [linkedGroups(input, clusterOfAccount)];
  const drafts = [{ noun: 'account', grouped: recordsByAccount(month) }, ...groups].flatMap(({ noun, grouped }) =>
    draftsOf(input, noun, grouped),
  );
  return cappedFindings('corpus/tight-cluster', drafts, input.describe);
}

function linkedGroups(
  { month }: AnomalyInput,
  clusterOfAccount: Int32Array,
): { noun: string; grouped: ReturnType<typeof groupRecords> } {
  const clusterOf = month.accounts.map((account) => (account < 0 ? -1 : clusterOfAccount[account]!));
  let clusters = 0;
  for (const cluster of clusterOf) clusters = Math.max(clusters, cluster + 1);
  return { noun: 'linked group', grouped: groupRecords(clusterOf, clusters) };
}

function draftsOf(
  { month, content, describe }: AnomalyInput,
  noun: string,
  grouped: ReturnType<typeof groupRecords>,
): AnomalyDraft[] {
  const rows: { records: Int32Array; repeats: number; repeated: Int32Array }[] = [];
  let allRepeats = 0;
  let allTrials = 0;
  let compared = 0;
  for (let group = 0; group < grouped.count; group++) {
    const records = recordsOf(grouped, group);
    if (records.length < 2) continue;
    const { repeats, repeated } = repetitions(records, content.familyOf);
    allRepeats += repeats;
    allTrials += records.length - 1;
    if (records.length <= MIN_REPEATS) continue;
    compared++;
    if (repeats >= MIN_REPEATS) rows.push({ records, repeats, repeated });
  }
  return rows.flatMap(({ records, repeats, repeated }): AnomalyDraft[] => {
    const trials = records.length - 1;
    const rate = (allRepeats - repeats + 0.5) / (allTrials - trials + 1);
    const probability = Math.min(1, compared * betaBinomialTail(repeats, trials, rate, CORRELATION));
    const severity = severityOfChance(probability, isSlice(month, repeated));
    if (severity === undefined) return [];
    const name = accountName(describe.principal(records[0]!));
    const whose = noun === 'account' ? `\`${name}\`` : `the group of accounts around \`${name}\``;
    return [
      {
        severity,
        subject: noun === 'account' ? name : `group of ${name}`,
        message:
          `${plural(repeats, 'record')} of ${whose} repeat another of the ${records.length}, ` +
          `against ${percent(rate)} with all others (chance ${chanceText(probability)})`,
        records: repeated,
        evidence: {
          what: 'repetitions',
          observed: repeats,
          of: trials,
          expected: rate * trials,
          probability,
          comparisons: compared,
        },
      },
    ];
  });
}

function repetitions(records: Int32Array, familyOf: Int32Array): { repeats: number; repeated: Int32Array } {
  const counts = new Map<number, number>();
  for (const record of records) {
    const family = familyOf[record]!;
    if (family >= 0) counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  let repeats = 0;
  for (const count of counts.values()) repeats += count - 1;
  return { repeats, repeated: records.filter((record) => (counts.get(familyOf[record]!) ?? 0) > 1) };
}
