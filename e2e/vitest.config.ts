import { defineConfig } from 'vitest/config';

/** The end-to-end tests drive one browser after another: beside each other they would only slow each other down. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    pool: 'forks',
  },
});
