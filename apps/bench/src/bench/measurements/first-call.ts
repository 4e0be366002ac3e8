import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "../measurement.ts";
import { percentilesOf } from "../sample.ts";
import { deploy, type World } from "../world.ts";

/** New versions in each round; each has to be deployed, which takes longer than its call. */
const VERSIONS = 5;

/** A blank runner is started behind the one that was taken; who comes later finds it. */
const REST_MS = 250;

/** What is called: a script that returns a number. */
interface Subject {
  readonly name: string;
  readonly language: "typescript" | "python";
  readonly source: (number: number) => string;
}

const TYPESCRIPT: Subject = {
  name: "first-call",
  language: "typescript",
  source: (number) => `export function main() { return ${number}; }`,
};

const PYTHON: Subject = {
  name: "first-call-python",
  language: "python",
  source: (number) => `def main(): return ${number}`,
};

/** The first call of versions that never ran, one after the other. */
export function firstCall(world: World): Measurement {
  return firstCallOf(world, TYPESCRIPT);
}

export function firstCallOfPython(world: World): Measurement {
  return firstCallOf(world, PYTHON);
}

function firstCallOf(world: World, { name, language, source }: Subject): Measurement {
  let made = 0;
  const callNew = async () => {
    made += 1;
    const path = `f/bench/new_${language}_${made}`;
    await deploy(world.server, { path, content: source(made), language });
    await sleep(REST_MS);
    const start = performance.now();
    const answer = await world.server.request("POST", `/jobs/run_wait_result/p/${path}`);
    const latency = performance.now() - start;
    if (answer.text !== String(made)) {
      throw new Error(`A first call was answered with ${answer.text}.`);
    }
    return latency;
  };
  return {
    name,
    side: "ours",
    async round() {
      const latencies: number[] = [];
      for (let version = 0; version < VERSIONS; version += 1) {
        latencies.push(await callNew());
      }
      return percentilesOf(latencies);
    },
  };
}
