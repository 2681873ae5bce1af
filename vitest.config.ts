import { defineConfig } from 'vitest/config';

const slow = process.env.BEZOAR_CI_TESTS === '1';

export default defineConfig({
  test: {
    include: slow ? ['{packages/*/src,tests,tools}/**/*.ci.test.ts'] : ['{packages/*/src,tests,tools}/**/*.test.ts'],
    exclude: slow ? ['**/node_modules/**', '**/dist/**'] : ['**/node_modules/**', '**/dist/**', '**/*.ci.test.ts'],
    testTimeout: slow ? 900_000 : 60_000,
    hookTimeout: slow ? 900_000 : 60_000,
    // One more than the two cores that are counted on: a third of the time is spent waiting for the disk.
    maxWorkers: 3,
    // Modules are loaded once for each worker, which halves the time; a test leaves nothing behind in them.
    isolate: false,
    // What is built is loaded as Node.js loads it.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  },
});
