import { z } from "zod";
import { Timestamp, Uuid } from "./ids.ts";
import { WORKER_KINDS } from "./job-source.ts";
import { PageInput, pageOf } from "./page.ts";
import { type Handler, procedure, router } from "./procedure.ts";

/** A worker that was heard of within its lease. */
export const LiveWorker = z
  .object({
    id: Uuid,
    name: z.string(),
    kind: z
      .enum(WORKER_KINDS)
      .describe("`server`: inside one; `worker`: beside the database; `agent`: over HTTPS"),
    version: z.string(),
    tags: z.array(z.string()),
    workspace: z.string().nullable().describe("Null: it runs jobs of every workspace"),
    slots: z.int().describe("Most jobs it runs at once"),
    running: z.int().describe("Jobs it runs now"),
    started_at: Timestamp,
    last_seen_at: Timestamp,
  })
  .meta({ id: "Worker" });
export type LiveWorker = z.infer<typeof LiveWorker>;

export const ListWorkersInput = z.object(PageInput);
const WorkerPage = pageOf(LiveWorker).meta({ id: "WorkerPage" });

export interface WorkerHandlers {
  list: Handler<z.output<typeof ListWorkersInput>, z.input<typeof WorkerPage>>;
}

export function workersRouter(handlers: WorkerHandlers) {
  return router({
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/workers",
          tags: ["workers"],
          summary: "List the live workers",
          description: "For the instance's administrators. The newest first.",
          protect: true,
        },
      })
      .input(ListWorkersInput)
      .output(WorkerPage)
      .query((call) => handlers.list(call)),
  });
}
