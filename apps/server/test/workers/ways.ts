import type { TestInstance } from "@getoperate/testing/instance";
import type { Program } from "@getoperate/testing/program";
import { startServer } from "@getoperate/testing/server-process";
import { startWorker } from "@getoperate/testing/worker-process";

/** A way to run jobs of a server from another process. */
export interface Way {
  readonly name: string;
  /** Starts a process that runs jobs of the server. */
  start(server: TestInstance, settings: Readonly<Record<string, string>>): Promise<Program>;
}

const GRACE = { OPERATE_GRACE: "2" };

export const WAYS: readonly Way[] = [
  {
    name: "inside a server",
    start: ({ connectionString }, settings) =>
      startServer({ DATABASE_URL: connectionString, ...GRACE, ...settings }),
  },
  {
    name: "beside the database",
    start: ({ connectionString, url }, settings) =>
      startWorker({
        OPERATE_MODE: "worker",
        DATABASE_URL: connectionString,
        OPERATE_BASE_URL: url,
        ...GRACE,
        ...settings,
      }),
  },
];
