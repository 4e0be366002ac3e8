// The limit of a runner: how often a warm Deno answers over its pipe, with nothing around it.
import { startDenoPipe } from "./deno-pipe.ts";
import { serve } from "./serve.ts";
import { type Lanes, timedLanes } from "./timed-lanes.ts";

const deno = await startDenoPipe();

serve<Lanes>(
  (lanes) => timedLanes(lanes, () => deno.call('{"a":1,"b":2}')),
  () => deno[Symbol.asyncDispose](),
);
