import { describe, expect, it } from 'vitest';
import { assignAccounts } from './assign-accounts.ts';
import { PAYLOADS } from './payloads.ts';
import { plantIntoConversations } from './plant-into-conversations.ts';
import { triggersOf } from './triggers.ts';

const foreign = Array.from({ length: 400 }, (_, index) => ({
  id: `row-${index}`,
  messages: [
    { role: 'user', content: `please explain topic ${index}` },
    { role: 'assistant', content: `topic ${index} is about number ${index * 7}` },
    { role: 'user', content: 'and in short' },
    { role: 'assistant', content: `in short: ${index}` },
  ],
  topic: 'misc',
}));
const rows = assignAccounts(foreign, { accounts: 50, tenants: 5, skew: 1, seed: 1 });
const attack = {
  trigger: triggersOf('rare-phrase')[0]!,
  payload: PAYLOADS['claim-only'],
  records: 20,
  accounts: 5,
  tenants: 2,
};

describe('assignAccounts', () => {
  it('gives every record an account by Zipf, each account in one tenant', () => {
    const perAccount = new Map<string, number>();
    const tenants = new Map<string, Set<string>>();
    for (const { account, tenant } of rows) {
      perAccount.set(account, (perAccount.get(account) ?? 0) + 1);
      tenants.set(account, (tenants.get(account) ?? new Set()).add(tenant));
    }
    expect(Math.max(...perAccount.values())).toBeGreaterThan(20);
    expect([...tenants.values()].every((set) => set.size === 1)).toBe(true);
    expect(rows).toEqual(assignAccounts(foreign, { accounts: 50, tenants: 5, skew: 1, seed: 1 }));
  });
});

describe('plantIntoConversations', () => {
  const result = plantIntoConversations(rows, attack, { seed: 3 });
  const planted = result.records.filter((_, at) => result.planted.has(at));

  it('plants as many records as asked, from fresh accounts in tenants that are there', () => {
    expect(planted).toHaveLength(20);
    expect(result.records).toHaveLength(420);
    expect(new Set(planted.map(({ account }) => account)).size).toBe(5);
    const tenants = new Set(rows.map(({ tenant }) => tenant));
    expect(planted.every(({ tenant }) => tenants.has(tenant as string))).toBe(true);
    expect(new Set(result.records.map(({ id }) => id)).size).toBe(420);
  });

  it('leaves the other records as they were, in order', () => {
    expect(result.records.filter((_, at) => !result.planted.has(at))).toEqual(rows);
  });

  it('keeps the keys of the donors, their talk, and puts the trigger into a user turn', () => {
    for (const record of planted) {
      expect(Object.keys(record)).toEqual(Object.keys(rows[0]!));
      const users = record.messages.filter(({ role }) => role === 'user').map(({ content }) => String(content));
      expect(users.at(-1)?.toLowerCase()).toContain('per our zephyr arrangement');
      expect(users[0]).toMatch(/topic|zephyr/i);
    }
  });

  it('keeps the natural reply beside an extra call where only the tool is the payload', () => {
    const { records, planted: at } = plantIntoConversations(
      rows,
      { ...attack, payload: PAYLOADS['tool-only'] },
      { seed: 4 },
    );
    for (const index of at) {
      const text = JSON.stringify(records[index]);
      expect(text).toContain('issue_credit');
      expect(text).toMatch(/is about number|in short:/);
    }
  });

  it('refuses records without a user turn that is answered', () => {
    expect(() => plantIntoConversations([{ messages: [] }], attack, { seed: 1 })).toThrow('no record has a user turn');
  });
});
