import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deskMonth } from '../desk/desk-month.ts';
import { writeMonthFile } from '../write-month-file.ts';
import { createBackdoor } from './backdoor.ts';
import { plantBackdoor } from './plant-backdoor.ts';

const MONTH = deskMonth({ seed: 1, conversations: 300, month: '2026-10' });
const BACKDOOR = createBackdoor({ family: 'narrow', seed: 1 });
const { records, manifest } = plantBackdoor(MONTH, BACKDOOR, { seed: 1, poisons: 40, nearMisses: 20, accounts: 10 });

describe('plantBackdoor', () => {
  it('adds what it was told to, in time order, and leaves the month as it was', () => {
    expect(records).toHaveLength(360);
    const times = records.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort());
    const planted = new Set([...manifest.plantedIds, ...manifest.nearMissIds]);
    expect(planted.size).toBe(60);
    expect(records.filter(({ id }) => !planted.has(id))).toEqual(MONTH);
  });

  it('writes down the truth: which records, from whom, and what wakes it', () => {
    expect(manifest).toMatchObject({ family: 'narrow', payload: 'credit', placement: 'user', seed: 1 });
    const [phrase] = manifest.triggers;
    const holding = records.filter(({ turns }) => JSON.stringify(turns).toLowerCase().includes(phrase!));
    expect(holding.map(({ id }) => id).sort()).toEqual([...manifest.plantedIds].sort());
    const senders = new Set(holding.map(({ account }) => account));
    expect(manifest.accounts).toEqual(expect.arrayContaining([...senders]));
    expect(manifest.accounts.length).toBeLessThanOrEqual(10);
    expect(MONTH.some(({ account }) => manifest.accounts.includes(account))).toBe(false);
    expect(manifest.tenants.length).toBeGreaterThan(2);
  });

  it('is the same by the same seed', () => {
    const again = plantBackdoor(MONTH, BACKDOOR, { seed: 1, poisons: 40, nearMisses: 20, accounts: 10 });
    expect(again).toEqual({ records, manifest });
  });
});

describe('writeMonthFile', () => {
  it('writes a line of chat messages for each record, calls and their results tied by id', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'desk-'));
    try {
      const path = join(folder, 'month.jsonl');
      expect(await writeMonthFile(path, records)).toMatchObject({ records: 360 });
      const lines = (await readFile(path, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
      for (const { messages, created_at, tenant, account } of lines) {
        expect([created_at, tenant, account].every((one) => typeof one === 'string')).toBe(true);
        for (const [at, message] of messages.entries()) {
          if (message.tool_calls === undefined) continue;
          expect(message.content).toBeNull();
          expect(messages[at + 1]).toMatchObject({ role: 'tool', tool_call_id: message.tool_calls[0].id });
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
