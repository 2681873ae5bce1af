import { betaBinomialTail, poissonTail } from '@bezoar/core';
import { membersOf } from '../near-duplicates/near-duplicate-finding.ts';
import type { AnomalyColumns, AnomalyFinding, AnomalyInput } from './anomaly-input.ts';
import { type GroupedRecords, hitsOf, recordsByAccount, recordsOf } from './counting/account-records.ts';
import { type AnomalyDraft, cappedFindings } from './counting/capped-findings.ts';
import { CHANCE, chanceText, severityOfChance } from './counting/chance.ts';
import { type Habit, habitChance, measureHabit } from './counting/habit.ts';
import { isSlice } from './counting/slice.ts';

/** Share of an account's records, and least number of them, from which it does little else. One record shows no habit. */
const DEVOTED_SHARE = 0.75;
const MIN_DEVOTED_RECORDS = 2;
/** Accounts below which a group is no burst. */
const MIN_ACCOUNTS = 5;
/** A group is high only where at most a quarter of its accounts are to be expected: the others are honest people's. */
const HIGH_EXCESS = 4;

/** New accounts that do little else than one thing. */
export interface Devotion {
  readonly what: string;
  /** Accounts of the month, by id. */
  readonly accounts: readonly number[];
  readonly records: Int32Array;
  readonly expected: number;
  readonly probability: number;
}

/**
 * New accounts that act together: more of them than chance gives do little else than the declared action or rate positively,
 * or fill one content family. Needs an earlier corpus that shares accounts with this one.
 */
export function newAccountBursts(input: AnomalyInput): AnomalyFinding[] {
  const { month, describe } = input;
  const drafts = devotions(input).flatMap(({ what, accounts, records, expected, probability }): AnomalyDraft[] => {
    const isExcess = accounts.length >= HIGH_EXCESS * expected;
    const severity = severityOfChance(probability, isExcess && isSlice(month, records));
    if (severity === undefined) return [];
    return [
      {
        severity,
        subject: what,
        message:
          `${accounts.length} accounts that no trusted corpus has do little else than ${PHRASES[what]}, where ` +
          `${expected.toFixed(1)} are to be expected (chance ${chanceText(probability)})`,
        records,
        evidence: { what, observed: accounts.length, expected, probability, comparisons: 2 },
      },
    ];
  });
  return cappedFindings('corpus/new-account-burst', [...drafts, ...familyBursts(input)], describe);
}

const PHRASES: Readonly<Record<string, string>> = {
  action: 'perform or claim a declared action',
  'positive ratings': 'rate positively',
};

/** Whether each account of the month is new; undefined where the earlier corpus knows none of them. */
export function newAccounts({ month, trusted }: AnomalyInput): boolean[] | undefined {
  if (trusted === undefined) return undefined;
  const known = new Set(trusted.accountKeys);
  const isNew = month.accountKeys.map((key) => !known.has(key));
  return isNew.every(Boolean) ? undefined : isNew;
}

/** Groups of new accounts that do little else than one thing, likely or not. */
export function devotions(input: AnomalyInput): Devotion[] {
  const { month, trusted } = input;
  const isNew = newAccounts(input);
  if (trusted === undefined || isNew === undefined) return [];
  const properties: readonly (readonly [string, (columns: AnomalyColumns) => (record: number) => boolean])[] = [
    ['action', (columns) => (record) => columns.inSlice[record] === 1],
    ['positive ratings', (columns) => (record) => columns.ratings[record]! > 0],
  ];
  const byAccount = recordsByAccount(month);
  const before = recordsByAccount(trusted);
  return properties.flatMap(([what, property]) => {
    const habit = measureHabit(before, property(trusted));
    if (habit.hits === 0) return [];
    return devotionTo(what, { byAccount, isNew, habit, hasProperty: property(month) });
  });
}

function devotionTo(
  what: string,
  group: {
    readonly byAccount: GroupedRecords;
    readonly isNew: readonly boolean[];
    readonly habit: Habit;
    readonly hasProperty: (record: number) => boolean;
  },
): Devotion[] {
  const { byAccount, isNew, habit, hasProperty } = group;
  const found = { new: [] as number[], known: 0 };
  const expected = { new: 0, known: 0 };
  for (let account = 0; account < byAccount.count; account++) {
    const records = recordsOf(byAccount, account);
    if (records.length < MIN_DEVOTED_RECORDS) continue;
    const needed = Math.ceil(DEVOTED_SHARE * records.length);
    const isDevoted = hitsOf(records, hasProperty) >= needed;
    const side = isNew[account] === true ? 'new' : 'known';
    expected[side] += habitChance(needed, records.length, habit, false);
    if (!isDevoted) continue;
    if (side === 'new') found.new.push(account);
    else found.known++;
  }
  // Where the habit of known accounts is misjudged too, the expectation is raised alike.
  const fit = Math.max(1, (found.known + 1) / (expected.known + 1));
  const mean = expected.new * fit;
  if (found.new.length < MIN_ACCOUNTS) return [];
  const probability = Math.min(1, 2 * poissonTail(found.new.length, mean));
  const records = found.new.flatMap((account) => [...recordsOf(byAccount, account)].filter(hasProperty));
  return [{ what, accounts: found.new, records: Int32Array.from(records).sort(), expected: mean, probability }];
}

/** Content families that consist of new accounts, far more than the month does. */
function familyBursts(input: AnomalyInput): AnomalyDraft[] {
  const { month, content, describe } = input;
  const isNew = newAccounts(input);
  if (isNew === undefined) return [];
  let newRecords = 0;
  let allRecords = 0;
  for (const account of month.accounts) {
    if (account < 0) continue;
    allRecords++;
    if (isNew[account] === true) newRecords++;
  }
  const rate = (newRecords + 1) / (allRecords + 2);
  const families = membersOf(content).filter((records) => records.length >= MIN_ACCOUNTS);
  return families.flatMap((members): AnomalyDraft[] => {
    const accounts = new Set(members.map((record) => month.accounts[record]!).filter((account) => account >= 0));
    const fresh = [...accounts].filter((account) => isNew[account] === true).length;
    if (fresh < MIN_ACCOUNTS) return [];
    const probability = Math.min(1, families.length * betaBinomialTail(fresh, accounts.size, rate, 0));
    if (probability > CHANCE.low) return [];
    const records = Int32Array.from(members);
    const severity = severityOfChance(probability, isSlice(month, records));
    if (severity === undefined) return [];
    const leader = describe.label(content.leaders[members[0]!]!);
    return [
      {
        severity,
        subject: `family of ${leader}`,
        message:
          `${fresh} of the ${accounts.size} accounts that say nearly the same as \`${leader}\` are in no trusted corpus, ` +
          `where ${(rate * accounts.size).toFixed(1)} are to be expected (chance ${chanceText(probability)})`,
        records,
        evidence: {
          what: 'family',
          observed: fresh,
          of: accounts.size,
          expected: rate * accounts.size,
          probability,
          comparisons: families.length,
        },
      },
    ];
  });
}
