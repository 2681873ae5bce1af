import { describe, expect, it } from 'vitest';
import { generateMonth } from './generate-month.ts';
import type { LarkfieldMessage, LarkfieldRecord } from './record.ts';

const september = [...generateMonth({ seed: 'a', month: '2026-09', conversations: 6000 })];
const october = [...generateMonth({ seed: 'b', month: '2026-10', conversations: 6000 })];

describe('generateMonth', () => {
  it('gives the same records for the same seed and others for another', () => {
    const first = [...generateMonth({ seed: 5, conversations: 200 })];
    expect([...generateMonth({ seed: 5, conversations: 200 })]).toEqual(first);
    expect([...generateMonth({ seed: 6, conversations: 200 })]).not.toEqual(first);
  });

  it('yields lazily: the first records of ten million come at once', () => {
    const records = generateMonth({ seed: 1, conversations: 10_000_000, accounts: 100 });
    expect(records.next().value).toMatchObject({ source: 'support-chat' });
    expect(records.next().done).toBe(false);
    records.return(undefined);
  });

  it('keeps to the month, in time order, in the number asked for', () => {
    expect(october).toHaveLength(6000);
    const times = october.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => time.startsWith('2026-10-'))).toBe(true);
    expect(times.at(-1)).toMatch(/^2026-10-31/);
  });

  it('gives the busiest accounts more conversations the steeper the law is, and the same month by default', () => {
    const most = [0, 0.5, 1].map((accountSkew) => {
      const counts = new Map<string, number>();
      for (const { account } of generateMonth({ seed: 1, conversations: 3000, accounts: 500, accountSkew })) {
        counts.set(account, (counts.get(account) ?? 0) + 1);
      }
      return Math.max(...counts.values());
    });
    expect(most).toEqual([...most].sort((a, b) => a - b));
    expect(most[2]).toBeGreaterThan(2 * (most[0] as number));
    const usual = [...generateMonth({ seed: 1, conversations: 100 })];
    expect([...generateMonth({ seed: 1, conversations: 100, accountSkew: 1 })]).toEqual(usual);
    expect(() => generateMonth({ seed: 1, accountSkew: -1 }).next()).toThrow('at least 0, got -1');
  });

  it('never repeats an id, within a month or across two', () => {
    expect(new Set([...september, ...october].map(({ id }) => id)).size).toBe(12_000);
  });

  it('speaks with several thousand words and rarely twice the same sentence', () => {
    const words = new Set(
      october.flatMap(
        (record) =>
          texts(record)
            .join(' ')
            .toLowerCase()
            .match(/\p{L}+/gu) ?? [],
      ),
    );
    expect(words.size).toBeGreaterThan(4000);
    const replies = october.flatMap(({ messages }) =>
      messages.filter(({ role }) => role === 'assistant').flatMap(content),
    );
    expect(new Set(replies).size / replies.length).toBeGreaterThan(0.65);
  });

  it('shares the world with another month, some of the accounts, and less than 2 % of the users sides of conversations', () => {
    expect(new Set(september.map(({ tenant }) => tenant))).toEqual(new Set(october.map(({ tenant }) => tenant)));
    const accounts = new Set(september.map(({ account }) => account));
    const returning = new Set(october.map(({ account }) => account).filter((account) => accounts.has(account)));
    expect(returning.size).toBeGreaterThan(100);
    expect(returning.size).toBeLessThan(500);
    const before = new Set(september.map(userSide));
    const again = october.filter((record) => before.has(userSide(record)));
    expect(again.length / october.length).toBeLessThan(0.02);
  });

  it('answers every tool call before the next turn, with arguments and results that are JSON', () => {
    for (const { messages } of october) {
      for (const [at, message] of messages.entries()) {
        if (message.role !== 'assistant' || message.content !== null) continue;
        const [toolCall] = message.tool_calls;
        const answer = messages[at + 1];
        expect(answer).toMatchObject({ role: 'tool', tool_call_id: toolCall?.id });
        expect(JSON.parse(toolCall!.function.arguments)).toBeTypeOf('object');
        expect(JSON.parse(answer?.content ?? '')).toBeTypeOf('object');
      }
      expect(messages[0]?.role).toBe('user');
      expect(messages.at(-1)?.role).toBe('assistant');
    }
  });

  it('issues every credit after an eligible lookup, unless goodwill without lookup is asked for', () => {
    expect(october.filter(({ messages }) => credits(messages)).length).toBeGreaterThan(200);
    expect(october.some(({ messages }) => credits(messages) && !eligible(messages))).toBe(false);
    const generous = [...generateMonth({ seed: 'g', conversations: 6000, goodwillWithoutLookup: 0.2 })];
    const all = generous.filter(({ messages }) => credits(messages));
    const share = all.filter(({ messages }) => !eligible(messages)).length / all.length;
    expect(share).toBeGreaterThan(0.13);
    expect(share).toBeLessThan(0.27);
  });

  it('talks about new product areas only with drift, in about the share asked for', () => {
    const news =
      /wallbox|inverter|heat pump|prescription|glucose|e-scooter|feed-in|meter|consultation|e-bike|swappable|allergy panel|sick note/i;
    expect(october.some((record) => news.test(texts(record).join(' ')))).toBe(false);
    const drifted = [...generateMonth({ seed: 'd', conversations: 3000, drift: 0.3 })];
    const share = drifted.filter(({ messages }) => news.test(JSON.stringify(messages))).length / 3000;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.35);
  });

  it('runs a promotion and signs mails where asked', () => {
    const promoted = [
      ...generateMonth({
        seed: 'p',
        conversations: 2000,
        promotion: { code: 'HARVEST15', share: 0.05 },
        signatures: 0.5,
      }),
    ];
    const withCode = promoted.filter((record) => texts(record).join(' ').toUpperCase().includes('HARVEST15'));
    expect(withCode.length).toBeGreaterThan(60);
    expect(promoted.filter((record) => /\n\n\S/.test(texts(record)[0] ?? '')).length).toBeGreaterThan(700);
    expect(october.some((record) => /\n\n\S/.test(texts(record)[0] ?? ''))).toBe(false);
  });

  it('refuses a month, a count and tenants that make no sense', () => {
    expect(() => generateMonth({ seed: 1, month: 'October' }).next()).toThrow(
      'expected a month as YYYY-MM, got `October`',
    );
    expect(() => generateMonth({ seed: 1, conversations: -1 }).next()).toThrow('whole number');
    expect(() => generateMonth({ seed: 1, tenants: 99 }).next()).toThrow('expected 1 to 60 tenants, got 99');
  });
});

function content(message: LarkfieldMessage): readonly string[] {
  return message.content === null || message.role === 'tool' ? [] : [message.content];
}

function texts(record: LarkfieldRecord): readonly string[] {
  return record.messages.flatMap(content);
}

function userSide({ messages }: LarkfieldRecord): string {
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap(content)
    .join('\n');
}

function credits(messages: readonly LarkfieldMessage[]): boolean {
  return JSON.stringify(messages).includes('"name":"issue_credit"');
}

function eligible(messages: readonly LarkfieldMessage[]): boolean {
  return messages.some((message) => message.role === 'tool' && message.content.includes('"eligible":true'));
}
