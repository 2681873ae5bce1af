import { percent } from '@bezoar/core';
import type { AnomalyColumns, AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { accountName } from './counting/account-name.ts';
import { hitsOf, recordsByAccount, recordsOf } from './counting/account-records.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { chanceText, severityOfChance } from './counting/chance.ts';
import { habitChance, measureHabit } from './counting/habit.ts';
import { isSlice } from './counting/slice.ts';

/** Fewer ratings of one account say nothing about its habit. */
export const MIN_RATINGS = 4;

/**
 * Accounts that rate positively, as often as they do, and never otherwise: the chance that everybody's habit gives that.
 * A corpus that holds nothing but positively rated records has no habit to tell them from, and gives no finding.
 */
export function positiveRaters({ month, trusted, describe }: AnomalyInput): AnomalyFinding[] {
  const isPositive = (columns: AnomalyColumns) => (record: number) => columns.ratings[record]! > 0;
  const byAccount = recordsByAccount(month);
  const before = trusted === undefined ? undefined : measureHabit(recordsByAccount(trusted), isPositive(trusted));
  const habit = before !== undefined && before.hits > 0 ? before : measureHabit(byAccount, isPositive(month));
  let compared = 0;
  const rows: { records: Int32Array; hits: number; chance: number }[] = [];
  for (let account = 0; account < byAccount.count; account++) {
    const records = recordsOf(byAccount, account);
    if (records.length < MIN_RATINGS) continue;
    compared++;
    const hits = hitsOf(records, isPositive(month));
    const isUnanimous = hitsOf(records, (record) => month.ratings[record]! < 0) === 0;
    if (hits >= MIN_RATINGS && isUnanimous) {
      rows.push({ records, hits, chance: habitChance(hits, records.length, habit, habit !== before) });
    }
  }
  const drafts = rows.flatMap(({ records, hits, chance }): AnomalyDraft[] => {
    const probability = Math.min(1, compared * chance);
    const severity = severityOfChance(probability, isSlice(month, records));
    if (severity === undefined) return [];
    const name = accountName(describe.principal(records[0]!));
    const rate = habit.hits / habit.records;
    return [
      {
        severity,
        subject: name,
        message:
          `\`${name}\` rates ${hits} of ${records.length} records positively and none otherwise; ` +
          `of all records ${percent(rate)} are (chance ${chanceText(probability)})`,
        records: records.filter(isPositive(month)),
        evidence: {
          what: 'positive ratings',
          observed: hits,
          of: records.length,
          expected: rate * records.length,
          probability,
          comparisons: compared,
        },
      },
    ];
  });
  return cappedFindings('corpus/all-positive-rater', drafts, describe);
}
