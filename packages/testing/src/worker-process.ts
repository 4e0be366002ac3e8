import { type Program, type ProgramFile, startProgram } from "./program.ts";

/** Starts a worker alone (`OPERATE_MODE`), and waits until it takes jobs. */
export function startWorker(
  environment: Readonly<Record<string, string>>,
  file?: ProgramFile,
): Promise<Program> {
  return startProgram(environment, "The worker is ready", file);
}
