import { it } from 'vitest';
import { expectSameAsMemory } from '../conformance/testing/same-as-memory.test-support.ts';
import { sqliteUnderTest } from './testing/temporary-database.test-support.ts';

it('an SQLite store does to the letter what the one in memory does', async () => {
  await expectSameAsMemory(sqliteUnderTest, 25);
});
