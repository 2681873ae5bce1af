import { percent, poissonTail } from '@bezoar/core';
import type { AnomalyColumns, AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { accountName } from './counting/account-name.ts';
import { groupRecords, hitsOf, recordsByAccount, recordsOf } from './counting/account-records.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { chanceText, severityOfChance } from './counting/chance.ts';
import { habitChance, measureHabit } from './counting/habit.ts';
import { isSlice, SLICE_SHARE } from './counting/slice.ts';

/**
 * How much more than the most active account known so far is too much. Activity follows Zipf's law: the first is twice the
 * second, three times the third; which of them is first changes from month to month.
 */
export const SPIKE_RATIO = 3;

/** The account, in order of activity, that the rest are measured by where there is no earlier corpus. */
const REFERENCE_RANK = 3;
/** Fewer accounts or tenants have no usual volume. */
const MIN_ACCOUNTS = 20;
const MIN_TENANTS = 4;
/** Records of the slice from which an account's share of it is looked at. */
const MIN_ACTIONS = 4;

/** Accounts and tenants with far more records than any before, and accounts whose records are the action far more often than everybody's. */
export function volumeSpikes(input: AnomalyInput): AnomalyFinding[] {
  return cappedFindings(
    'corpus/volume-spike',
    [...accountSpikes(input), ...tenantSpikes(input), ...actionSpikes(input)],
    input.describe,
  );
}

function accountSpikes({ month, trusted, describe }: AnomalyInput): AnomalyDraft[] {
  const byAccount = recordsByAccount(month);
  const counts = Array.from({ length: byAccount.count }, (_, account) => recordsOf(byAccount, account).length);
  const active = counts.filter((count) => count > 0).length;
  if (active < MIN_ACCOUNTS) return [];
  const usualAmong = usualMaximum(month, trusted, counts);
  return counts.flatMap((observed, account): AnomalyDraft[] => {
    const usual = usualAmong(month.count - observed);
    if (observed <= SPIKE_RATIO * usual) return [];
    const probability = Math.min(1, active * poissonTail(observed, SPIKE_RATIO * usual));
    const records = recordsOf(byAccount, account);
    const severity = severityOfChance(probability, isSlice(month, records));
    if (severity === undefined) return [];
    const name = accountName(describe.principal(records[0]!));
    const than = trusted === undefined ? 'the third most active account has' : 'any account of the trusted corpus had';
    return [
      {
        severity,
        subject: name,
        message: `\`${name}\` sends ${observed} records, ${(observed / usual).toFixed(1)} times what ${than} in proportion (${Math.round(usual)})`,
        records,
        evidence: { what: 'records', observed, expected: usual, probability, comparisons: active },
      },
    ];
  });
}

/** The volume of the most active account that is nothing unusual beside so many records of everybody else. */
function usualMaximum(
  { count }: AnomalyColumns,
  trusted: AnomalyColumns | undefined,
  counts: readonly number[],
): (others: number) => number {
  if (trusted === undefined || trusted.count === 0) {
    const usual = [...counts].sort((a, b) => b - a)[REFERENCE_RANK - 1] ?? count;
    return () => usual;
  }
  const before = recordsByAccount(trusted);
  let most = 0;
  for (let account = 0; account < before.count; account++) most = Math.max(most, recordsOf(before, account).length);
  // A count is known to about twice its root; of a small corpus not even that.
  const usual = most + 2 * Math.sqrt(most) + 2;
  return (others) => (usual * others) / trusted.count;
}

function tenantSpikes({ month, trusted }: AnomalyInput): AnomalyDraft[] {
  if (trusted === undefined || trusted.count === 0 || month.tenantCount < MIN_TENANTS) return [];
  const before = new Map<string, number>();
  for (const tenant of trusted.tenants) {
    const name = tenant < 0 ? '' : trusted.tenantNames[tenant]!;
    before.set(name, (before.get(name) ?? 0) + 1);
  }
  before.delete('');
  const largest = Math.max(0, ...before.values());
  const byTenant = groupRecords(month.tenants, month.tenantCount);
  return month.tenantNames.flatMap((name, tenant): AnomalyDraft[] => {
    const records = recordsOf(byTenant, tenant);
    // A tenant that is new may be as large as any. What the tenant adds itself makes the month no larger.
    const own = before.get(name);
    const scale = (month.count - records.length) / Math.max(1, trusted.count - (own ?? 0));
    const usual = Math.max(1, (own ?? largest) * scale);
    const probability = Math.min(1, month.tenantCount * poissonTail(records.length, SPIKE_RATIO * usual));
    const severity = severityOfChance(probability, isSlice(month, records));
    if (severity === undefined) return [];
    return [
      {
        severity,
        subject: `tenant ${name}`,
        message: `tenant \`${name}\` sends ${records.length} records, against ${Math.round(usual)} in proportion in the trusted corpus`,
        records,
        evidence: {
          what: 'records',
          observed: records.length,
          expected: usual,
          probability,
          comparisons: month.tenantCount,
        },
      },
    ];
  });
}

function actionSpikes({ month, trusted, describe }: AnomalyInput): AnomalyDraft[] {
  const acts = (columns: AnomalyColumns) => (record: number) => columns.inSlice[record] === 1;
  const byAccount = recordsByAccount(month);
  const before = trusted === undefined ? undefined : measureHabit(recordsByAccount(trusted), acts(trusted));
  const habit = before !== undefined && before.hits > 0 ? before : measureHabit(byAccount, acts(month));
  const isOwn = habit !== before;
  const rows: { account: number; hits: number; chance: number }[] = [];
  let compared = 0;
  for (let account = 0; account < byAccount.count; account++) {
    const records = recordsOf(byAccount, account);
    if (records.length < MIN_ACTIONS) continue;
    compared++;
    const hits = hitsOf(records, acts(month));
    if (hits >= MIN_ACTIONS) rows.push({ account, hits, chance: habitChance(hits, records.length, habit, isOwn) });
  }
  return rows.flatMap(({ account, hits, chance }): AnomalyDraft[] => {
    const probability = Math.min(1, compared * chance);
    const records = recordsOf(byAccount, account);
    const severity = severityOfChance(probability, hits >= SLICE_SHARE * records.length);
    if (severity === undefined) return [];
    const name = accountName(describe.principal(records[0]!));
    const rate = habit.hits / habit.records;
    return [
      {
        severity,
        subject: `actions of ${name}`,
        message:
          `${hits} of ${records.length} records of \`${name}\` perform or claim a declared action, ` +
          `against ${percent(rate)} of everybody's (chance ${chanceText(probability)})`,
        records: records.filter((record) => month.inSlice[record] === 1),
        evidence: {
          what: 'action',
          observed: hits,
          of: records.length,
          expected: rate * records.length,
          probability,
          comparisons: compared,
        },
      },
    ];
  });
}
