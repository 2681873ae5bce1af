import { describe, it } from 'vitest';
import { storeConformance } from '../conformance/store-conformance.ts';
import { createMemoryStore } from './memory-store.ts';

describe('a store in memory', () => {
  const create = async () => ({ store: createMemoryStore(), dispose: async () => undefined });
  for (const { name, run } of storeConformance(create)) it(name, run);
});
