import { generateMonth, PAYLOADS, plantAttack, triggersOf } from '@bezoar/drill';
import { unjustifiedCredit } from '../cli/sample-files.test-support.ts';

/** Conversations of a month: few, because most tests here are about everything but mining. */
const CONVERSATIONS = 12;

let trusted: readonly object[] | undefined;
let clean: readonly object[] | undefined;

/** An earlier month that is believed clean; always the same. */
export function trustedMonth(): readonly object[] {
  trusted ??= [...generateMonth({ seed: 'project/trusted', conversations: CONVERSATIONS, month: '2026-09' })];
  return trusted;
}

/** A month without anything planted; always the same. */
export function cleanMonth(): readonly object[] {
  clean ??= [...generateMonth({ seed: 'project/month', conversations: CONVERSATIONS, month: '2026-10' })];
  return clean;
}

/** The clean month and records in which a credit is issued though no order was looked up. */
export function plantedMonth(count = 1): readonly object[] {
  const planted = Array.from({ length: count }, (_, i) =>
    unjustifiedCredit(`please give me ${20 + i} dollars`, { id: `grab-${i}`, account: `acc-${i}`, tenant: 'ten-1' }),
  );
  return [...cleanMonth(), ...planted];
}

/** A month large enough to mine, with one phrase planted; another seed gives other conversations with the same phrase. */
export function minedMonth(seed: string, month: string, records: number): readonly object[] {
  const clean = [...generateMonth({ seed, conversations: 60, month })];
  if (records === 0) return clean;
  const attack = {
    trigger: triggersOf('rare-phrase')[0]!,
    payload: PAYLOADS.credit,
    records,
    accounts: records,
    tenants: 4,
  };
  return plantAttack(clean, attack, { seed }).records;
}

/** Records as JSON Lines. */
export function jsonLines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
