import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{core,services,cli,electron,renderer,scripts,training,samples,test}/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
  },
});
