import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killWriters } from '../testing/kill-runs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a writer that is killed', () => {
  it('five times loses nothing that it acknowledged, and the log verifies', async () => {
    const { acknowledged, faults } = await killWriters(join(folder, 'ledger'), 5, 'five');
    expect(faults).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
  });
});
