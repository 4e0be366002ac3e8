import { type Program, startProgram } from "./program.ts";

/** Starts a worker alone (`OPERATE_MODE`), and waits until it takes jobs. */
export function startWorker(environment: Readonly<Record<string, string>>): Promise<Program> {
  return startProgram(environment, "The worker is ready");
}
