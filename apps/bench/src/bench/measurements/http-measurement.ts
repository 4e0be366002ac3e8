import type { Measurement } from "../measurement.ts";
import type { LoadQuestion } from "../programs/load.ts";
import type { Timed } from "../sample.ts";
import { withCpu } from "../with-cpu.ts";
import type { World } from "../world.ts";

/** Who answers requests, and what they cost. */
export interface Target {
  readonly port: number;
  /** Processes whose CPU counts, with all below them. */
  readonly roots: readonly number[];
  readonly requests: readonly string[];
  readonly status: number;
  /** Waits until what the requests started is done. */
  readonly settle?: () => Promise<void>;
}

export interface HttpMeasurement extends Pick<Measurement, "name" | "side"> {
  readonly concurrency: number;
  /** Asked once. */
  readonly target: () => Promise<Target>;
}

/** Requests from a process of its own, so many at once. */
export function httpMeasurement(world: World, options: HttpMeasurement): Measurement {
  const { name, side, concurrency } = options;
  let target: Promise<Target> | undefined;
  return {
    name,
    side,
    async round(seconds) {
      target ??= options.target();
      const { port, roots, requests, status, settle } = await target;
      const load = await world.children.start("load");
      const question: LoadQuestion = { port, concurrency, seconds, requests, status };
      return withCpu(roots, async () => {
        const sample = await load.ask<Timed>(question);
        await settle?.();
        return sample;
      });
    },
  };
}
