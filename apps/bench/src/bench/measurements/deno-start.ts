import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findDeno } from "@getoperate/runtime";
import type { Measurement } from "../measurement.ts";
import { DENO_FLAGS } from "../programs/deno-pipe.ts";
import { percentilesOf } from "../sample.ts";

const STARTS = 5;
const PROGRAM = fileURLToPath(new URL("../programs/deno-hello.ts", import.meta.url));

/** From nothing to the first byte that a script writes, one after the other. */
export function denoStart(): Measurement {
  return {
    name: "deno-start",
    side: "limit",
    async round() {
      const latencies: number[] = [];
      for (let starts = 0; starts < STARTS; starts += 1) {
        latencies.push(await startOnce());
      }
      return percentilesOf(latencies);
    },
  };
}

async function startOnce(): Promise<number> {
  const start = performance.now();
  const child = spawn(findDeno(), ["run", ...DENO_FLAGS, PROGRAM], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  await once(child.stdout, "data");
  const latency = performance.now() - start;
  await gone;
  return latency;
}
