import { seededRandom, type Turn } from '@bezoar/core';
import { scheduleMonth } from '../../larkfield/schedule.ts';
import { token } from '../../larkfield/world/accounts.ts';
import { type DeskOptions, openDesk } from './converse.ts';
import { ANSWERS } from './intents.ts';

/** One conversation at the desk, as the export has it. */
export interface DeskRecord {
  readonly id: string;
  readonly tenant: string;
  readonly account: string;
  /** ISO 8601, UTC, whole seconds. */
  readonly createdAt: string;
  readonly turns: readonly Turn[];
}

/** What a month is to be. */
export interface DeskMonthOptions extends Pick<DeskOptions, 'intent'> {
  readonly seed: number | string;
  readonly conversations: number;
  /** `YYYY-MM`. */
  readonly month: string;
}

/** Shops that the desk serves. */
export const DESK_TENANTS: readonly string[] = ['fernworks', 'brightpeak', 'cedarcrate', 'hazelfield', 'ironpier'];
/** Accounts of a conversation: most write once or twice. */
const ACCOUNTS_PER_CONVERSATION = 0.6;

/** A month of conversations at the desk, in time order; the same options give the same ones. */
export function deskMonth({ seed, conversations, month, intent }: DeskMonthOptions): readonly DeskRecord[] {
  const random = seededRandom(`desk ${seed} ${month}`);
  const accounts = Math.max(1, Math.ceil(conversations * ACCOUNTS_PER_CONVERSATION));
  return [...scheduleMonth(month, conversations, random.fork('schedule'))].map((atMs) => {
    const opening = openDesk(random, { month, ...(intent !== undefined && { intent }) });
    ANSWERS[opening.intent](opening.scene);
    const account = random.integer(accounts);
    return {
      id: `desk_${token(random, 10)}`,
      tenant: DESK_TENANTS[account % DESK_TENANTS.length]!,
      account: `acc_${String(account).padStart(5, '0')}`,
      createdAt: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
      turns: opening.scene.turns,
    };
  });
}
