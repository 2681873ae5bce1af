import { describe, it } from 'vitest';
import { storeConformance } from '../conformance/store-conformance.ts';
import { sqliteUnderTest } from './testing/temporary-database.test-support.ts';

describe('an SQLite store', () => {
  for (const { name, run } of storeConformance(sqliteUnderTest)) it(name, run);
});
