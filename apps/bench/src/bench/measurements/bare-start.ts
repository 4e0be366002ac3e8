import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findDeno } from "@getoperate/runtime";
import type { Measurement } from "../measurement.ts";
import { DENO_FLAGS } from "../programs/deno-pipe.ts";
import { percentilesOf } from "../sample.ts";

const STARTS = 5;
const DENO_PROGRAM = fileURLToPath(new URL("../programs/deno-hello.ts", import.meta.url));
const PYTHON_PROGRAM = 'print("hello", flush=True)';

/** From nothing to the first byte that a script of Deno writes. */
export function denoStart(): Measurement {
  return bareStart("deno-start", [findDeno(), "run", ...DENO_FLAGS, DENO_PROGRAM]);
}

/** The same of Python, as runners start it. */
export function pythonStart(python: string): Measurement {
  return bareStart("python-start", [python, "-I", "-S", "-B", "-u", "-c", PYTHON_PROGRAM]);
}

/** Starts of a process that writes something, one after the other. */
function bareStart(name: string, command: readonly string[]): Measurement {
  return {
    name,
    side: "limit",
    async round() {
      const latencies: number[] = [];
      for (let starts = 0; starts < STARTS; starts += 1) {
        latencies.push(await startOnce(command));
      }
      return percentilesOf(latencies);
    },
  };
}

async function startOnce([program = "", ...args]: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  await once(child.stdout, "data");
  const latency = performance.now() - start;
  await gone;
  return latency;
}
