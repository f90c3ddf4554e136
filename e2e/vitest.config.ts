import { defineConfig } from 'vitest/config';

/**
 * The end-to-end tests drive one browser after another: beside each other they would only slow each other down. On a
 * loaded machine a browser can miss a deadline, so a test that fails is run once more; what fails twice has failed.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    retry: 1,
    fileParallelism: false,
    pool: 'forks',
  },
});
