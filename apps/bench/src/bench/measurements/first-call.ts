import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "../measurement.ts";
import { percentilesOf } from "../sample.ts";
import { deploy, type World } from "../world.ts";

/** New versions in each round; each has to be deployed, which takes longer than its call. */
const VERSIONS = 5;

/** A blank runner is started behind the one that was taken; who comes later finds it. */
const REST_MS = 250;

/** The first call of versions that never ran, one after the other. */
export function firstCall(world: World): Measurement {
  let made = 0;
  return {
    name: "first-call",
    side: "ours",
    async round() {
      const latencies: number[] = [];
      for (let version = 0; version < VERSIONS; version += 1) {
        made += 1;
        const path = `f/bench/new_${made}`;
        await deploy(world.server, path, `export function main() { return ${made}; }`);
        await sleep(REST_MS);
        const start = performance.now();
        const answer = await world.server.request("POST", `/jobs/run_wait_result/p/${path}`);
        latencies.push(performance.now() - start);
        if (answer.text !== String(made)) {
          throw new Error(`A first call was answered with ${answer.text}.`);
        }
      }
      return percentilesOf(latencies);
    },
  };
}
