import type { Child } from "../child.ts";
import type { Measurement } from "../measurement.ts";
import type { Timed } from "../sample.ts";
import { withCpu } from "../with-cpu.ts";
import type { World } from "../world.ts";

export interface ProgramMeasurement extends Pick<Measurement, "name" | "side"> {
  readonly program: () => Promise<Child>;
  /** What it is asked beside how long. */
  readonly question: object;
}

/** A program of the bench that does and times its work itself. */
export function programMeasurement(world: World, options: ProgramMeasurement): Measurement {
  const { name, side, question } = options;
  return {
    name,
    side,
    async round(seconds) {
      const child = await options.program();
      const roots = [child.pid, world.database.pid];
      return withCpu(roots, () => child.ask<Timed>({ ...question, seconds }));
    },
  };
}
