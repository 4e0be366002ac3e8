import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunnerLimits, RunnerProgram } from "../executor.ts";
import type { Launch } from "./launch.ts";

/**
 * How to start a program's runner as a plain process, which an operator has to ask for.
 *
 * Only what the program restrains by itself holds. Its folders lie in the host's temporary folder.
 */
export function launchWithoutSandbox(program: RunnerProgram, limits: RunnerLimits): Launch {
  const folder = mkdtempSync(join(tmpdir(), "operate-runner-"));
  const place = {
    executable: program.executable,
    programFolder: program.filesFolder,
    workFolder: join(folder, "work"),
    temporaryFolder: join(folder, "tmp"),
    cacheFolder: join(folder, "cache"),
  };
  for (const path of [place.workFolder, place.temporaryFolder, place.cacheFolder]) {
    mkdirSync(path);
  }
  return {
    command: place.executable,
    args: program.arguments(place, limits),
    env: program.environment(place),
    // Its temporary folder is not where programs look for one.
    jobEnv: { TMPDIR: place.temporaryFolder },
    workFolder: place.workFolder,
    dataMib: program.dataMib(limits.memoryMib),
    addressMib: program.addressMib?.(limits.memoryMib),
    tie: { kind: "lifeline" },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
