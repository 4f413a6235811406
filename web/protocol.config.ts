import { defineConfig } from 'vitest/config';

// The tests against a real server: `make protocol` and `make identity` build it first.
export default defineConfig({
  test: { include: ['protocol/**/*.test.ts', 'identity/**/*.test.ts'], environment: 'node', hookTimeout: 60_000, testTimeout: 60_000, fileParallelism: false },
});
