// The one vitest configuration: run it from a package's folder, or from the root for all of them.
import { defineConfig } from "vitest/config";

// The tests run the sources, never a build that may be old.
const resolve = { conditions: ["@getoperate/source", "node"] };

export default defineConfig({
  resolve,
  // For test files and the processes they run in, then for the global setup.
  environments: { ssr: { resolve }, __vitest__: { resolve } },
  ssr: { resolve },
  test: {
    include: ["**/src/**/*.test.ts", "**/test/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    globalSetup: [new URL("./src/postgres/global-setup.ts", import.meta.url).pathname],
    // Processes, so that a test may kill, fork and change its own without harm to its neighbours.
    pool: "forks",
    // Much of their time they wait, so each core gets a process, and none is kept for vitest itself.
    maxWorkers: "100%",
    watch: false,
    // A job of two cores must not fail for being slow; what hangs is still found.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    // One focused test would silently leave out all the others.
    allowOnly: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
