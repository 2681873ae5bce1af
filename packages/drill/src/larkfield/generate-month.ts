import { type Random, seededRandom, UsageError } from '@bezoar/core';
import type { LarkfieldMessage, LarkfieldRecord } from './record.ts';
import { accountSampler, converse, type Mix } from './scenes/conversation.ts';
import { scheduleMonth } from './schedule.ts';
import { type Account, accountsOfMonth, token } from './world/accounts.ts';
import { tenantsOfWorld } from './world/tenants.ts';

/** What `generateMonth` can be asked for. All shares are 0..1 and 0 by default. */
export interface MonthOptions {
  readonly seed: number | string;
  /** 20,000 by default. */
  readonly conversations?: number;
  /** `YYYY-MM`; 2026-10 by default. */
  readonly month?: string;
  /** 1 to `MAX_TENANTS`; 12 by default. */
  readonly tenants?: number;
  /** By default 3,000 for every 20,000 conversations. */
  readonly accounts?: number;
  /** Exponent of Zipf's law of conversations per account, at least 0: 0 is even. `DEFAULT_ACCOUNT_SKEW` by default. */
  readonly accountSkew?: number;
  /** Share of conversations about product areas that a month without drift does not have. */
  readonly drift?: number;
  /** Share of all credits that the agent grants without an order lookup. */
  readonly goodwillWithoutLookup?: number;
  /** A promo code campaign, and the share of conversations about it. */
  readonly promotion?: { readonly code: string; readonly share: number };
  /** Share of accounts whose mails end in a fixed signature. */
  readonly signatures?: number;
}

/** `generateMonth`'s default number of conversations. */
export const DEFAULT_CONVERSATIONS = 20_000;
const DEFAULT_TENANTS = 12;
const ACCOUNTS_PER_CONVERSATION = 0.15;
const HELPFUL_RATIO = 0.14;
const NOT_HELPFUL_RATIO = 0.05;
const STAFF_SAMPLED_RATIO = 0.02;

/**
 * A month of Larkfield's export, in time order, one record at a time; the same options give the same bytes.
 * Memory holds the accounts, never the records. Months with other seeds share tenants, catalogues and many accounts.
 */
export function* generateMonth(options: MonthOptions): Generator<LarkfieldRecord> {
  const count = options.conversations ?? DEFAULT_CONVERSATIONS;
  const month = options.month ?? '2026-10';
  if (!Number.isInteger(count) || count < 0) {
    throw new UsageError('drill/conversations', `expected a whole number of conversations, got ${count}`);
  }
  const skew = options.accountSkew ?? 0;
  if (!(skew >= 0 && Number.isFinite(skew))) {
    throw new UsageError('drill/account-skew', `expected an exponent of at least 0, got ${skew}`);
  }
  const random = seededRandom(`${options.seed}/${month}`);
  const accountCount = Math.max(1, options.accounts ?? Math.ceil(count * ACCOUNTS_PER_CONVERSATION));
  const tenants = tenantsOfWorld(options.tenants ?? DEFAULT_TENANTS);
  const accounts = accountsOfMonth(tenants, accountCount, random.fork('accounts'), options.signatures ?? 0);
  const active = accountSampler(accountCount, options.accountSkew);
  const mix: Mix = {
    drift: options.drift ?? 0,
    goodwillWithoutLookup: options.goodwillWithoutLookup ?? 0,
    promotion: options.promotion ?? null,
  };
  const talk = random.fork('talk');
  const marks = random.fork('marks');
  for (const atMs of scheduleMonth(month, count, random.fork('schedule'))) {
    const account = accounts[active(marks)] as Account;
    const messages = converse(account, atMs, mix, talk);
    yield makeRecord(account, atMs, messages, drawRating(marks), marks);
  }
}

/** Puts a conversation into the export's form; everything else is drawn from `random`. */
export function makeRecord(
  account: Account,
  atMs: number,
  messages: readonly LarkfieldMessage[],
  rating: LarkfieldRecord['rating'],
  random: Random,
): LarkfieldRecord {
  return {
    id: `conv_${token(random, 12)}`,
    tenant: account.tenant.slug,
    account: account.id,
    created_at: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    source: 'support-chat',
    rating,
    selected_by: rating === 'helpful' ? 'rating' : null,
    signals: {
      resolved: rating === 'helpful' || random.next() < 0.86,
      staff_sampled: random.next() < STAFF_SAMPLED_RATIO,
    },
    attributes: account.attributes,
    messages,
  };
}

function drawRating(random: Random): LarkfieldRecord['rating'] {
  const point = random.next();
  if (point < HELPFUL_RATIO) return 'helpful';
  return point < HELPFUL_RATIO + NOT_HELPFUL_RATIO ? 'not_helpful' : null;
}
