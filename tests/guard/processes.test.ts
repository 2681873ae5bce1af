import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMITS, race } from './race.test-support.ts';
import { withSqliteFile } from './stores.test-support.ts';

describe('processes that share an SQLite file', () => {
  it('never spend more than a ceiling, execute each order once, and serve what fits', async () => {
    const result = await race({ processes: 4, clients: 8, requests: 80 }, (folder, use) =>
      withSqliteFile(join(folder, 'guard.db'), use),
    );
    expect(result.faults).toEqual([]);
    expect(new Set(result.raced)).toEqual(new Set([1]));
    for (const spent of result.crowded) expect(spent).toBeLessThanOrEqual(LIMITS.account);
    expect(result.crowdedTenant).toBeLessThanOrEqual(LIMITS.tenant);
    expect(result.served).toBeGreaterThanOrEqual(result.fitting * 0.99);
  });
});
