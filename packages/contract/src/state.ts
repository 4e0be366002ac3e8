import { z } from "zod";
import { WorkspaceId } from "./ids.ts";
import { RunnablePath } from "./paths.ts";
import { type Handler, procedure, router } from "./procedure.ts";

/** Longest state, bytes of JSON. */
export const MAX_STATE_BYTES = 1024 * 1024;

const ByPath = z.object({ workspace: WorkspaceId, path: RunnablePath });

export const SetStateInput = z.object({
  ...ByPath.shape,
  value: z.unknown().describe("Any JSON; null forgets it"),
});

export const State = z
  .object({ path: z.string(), value: z.unknown().describe("Null: there is none") })
  .meta({ id: "State" });
export type State = z.infer<typeof State>;

export interface StateHandlers {
  get: Handler<z.output<typeof ByPath>, State>;
  set: Handler<z.output<typeof SetStateInput>, State>;
}

const tags = ["state"];

export function stateRouter(handlers: StateHandlers) {
  return router({
    get: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/state/{path}",
          tags,
          summary: "Get what a script remembers",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(State)
      .query((call) => handlers.get(call)),
    set: procedure
      .meta({
        openapi: {
          method: "PUT",
          path: "/api/w/{workspace}/state/{path}",
          tags,
          summary: "Set what a script remembers",
          description: "The last one that is set is kept. By custom the path is the script's own.",
          protect: true,
        },
        errors: ["not-found", "too-large"],
      })
      .input(SetStateInput)
      .output(State)
      .mutation((call) => handlers.set(call)),
  });
}
