import { evenSpacingProbability } from '@bezoar/core';
import { membersOf } from '../near-duplicates/near-duplicate-finding.ts';
import type { AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { accountName } from './counting/account-name.ts';
import { recordsByAccount, recordsOf } from './counting/account-records.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { CHANCE, chanceText, severityOfChance } from './counting/chance.ts';
import { isSlice } from './counting/slice.ts';
import { devotions } from './new-account-bursts.ts';

/** Records below which gaps show nothing: seven perfectly even gaps have a chance of 1e-4. */
export const MIN_PACED_RECORDS = 8;

/** A group of more of the month than this is the traffic, which is even when measured by itself. */
const MAX_TRAFFIC_SHARE = 0.1;

/**
 * Accounts, content families and bursts of new accounts whose records come too evenly, by the clock or by the traffic of the
 * month: an hour in which everybody writes much counts for more. Scripts that are even in either are found; people come in bursts.
 */
export function pacedContributions(input: AnomalyInput): AnomalyFinding[] {
  const { month, describe } = input;
  const ranks = trafficRanks(month.timesMs);
  const byAccount = recordsByAccount(month);
  const groups: { subject: string; whose: string; records: Int32Array }[] = [];
  for (let account = 0; account < byAccount.count; account++) {
    const records = recordsOf(byAccount, account);
    if (records.length < MIN_PACED_RECORDS) continue;
    const name = accountName(describe.principal(records[0]!));
    groups.push({ subject: name, whose: `\`${name}\``, records });
  }
  for (const members of membersOf(input.content)) {
    if (members.length < MIN_PACED_RECORDS) continue;
    const leader = describe.label(input.content.leaders[members[0]!]!);
    groups.push({
      subject: `family of ${leader}`,
      whose: `the family of \`${leader}\``,
      records: Int32Array.from(members),
    });
  }
  for (const { what, accounts, records, probability } of devotions(input)) {
    if (probability > CHANCE.low || records.length < MIN_PACED_RECORDS) continue;
    groups.push({ subject: `burst of ${what}`, whose: `${accounts.length} new accounts`, records });
  }
  const drafts = groups.flatMap(({ subject, whose, records }): AnomalyDraft[] => {
    const timed = records.filter((record) => !Number.isNaN(month.timesMs[record]!));
    if (timed.length < MIN_PACED_RECORDS) return [];
    const times = Float64Array.from(timed, (record) => month.timesMs[record]!).sort();
    const places = Float64Array.from(timed, (record) => ranks[record]!).sort();
    const isTraffic = timed.length > MAX_TRAFFIC_SHARE * month.count;
    const chance = Math.min(evenSpacingProbability(times), isTraffic ? 1 : evenSpacingProbability(places));
    const comparisons = 2 * groups.length;
    const probability = Math.min(1, comparisons * chance);
    const severity = severityOfChance(probability, isSlice(month, records));
    if (severity === undefined) return [];
    return [
      {
        severity,
        subject,
        message: `the ${timed.length} records of ${whose} come at an even pace (chance ${chanceText(probability)})`,
        records: timed,
        evidence: { what: 'gaps', observed: timed.length - 1, probability, comparisons },
      },
    ];
  });
  return cappedFindings('corpus/paced-contributions', drafts, describe);
}

/** Place of each record in the month's own traffic: its rank by time, the mean rank among equal times. NaN without a time. */
function trafficRanks(timesMs: Float64Array): Float64Array {
  const order = Int32Array.from(timesMs.keys())
    .filter((record) => !Number.isNaN(timesMs[record]!))
    .sort((a, b) => timesMs[a]! - timesMs[b]!);
  const ranks = new Float64Array(timesMs.length).fill(Number.NaN);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && timesMs[order[to]!] === timesMs[order[from]!]) to++;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}
