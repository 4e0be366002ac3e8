import { z } from "zod";
import { Timestamp, WorkspaceId } from "./ids.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { Text } from "./text.ts";

export const Workspace = z
  .object({ id: z.string(), name: z.string(), created_at: Timestamp })
  .meta({ id: "Workspace" });
export type Workspace = z.infer<typeof Workspace>;

export const CreateWorkspaceInput = z.object({
  id: WorkspaceId,
  name: Text.min(1).max(200).optional().describe("For people; the id unless given"),
});

export const CreatedWorkspace = z
  .object({
    ...Workspace.shape,
    token: z.string().describe("The caller's first token in it; shown only here"),
  })
  .meta({ id: "CreatedWorkspace" });

const InWorkspace = z.object({ workspace: WorkspaceId });

export interface WorkspaceHandlers {
  create: Handler<z.output<typeof CreateWorkspaceInput>, z.input<typeof CreatedWorkspace>>;
  get: Handler<z.output<typeof InWorkspace>, Workspace>;
}

const tags = ["workspaces"];

export function workspacesRouter(handlers: WorkspaceHandlers) {
  return router({
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/workspaces",
          tags,
          summary: "Make a workspace",
          description:
            "For the instance's administrators. Tokens belong to one workspace, so the answer " +
            "carries one for the new workspace.",
          protect: true,
        },
        successStatus: 201,
        errors: ["conflict"],
      })
      .input(CreateWorkspaceInput)
      .output(CreatedWorkspace)
      .mutation((call) => handlers.create(call)),
    get: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}",
          tags,
          summary: "Get the workspace",
          protect: true,
        },
      })
      .input(InWorkspace)
      .output(Workspace)
      .query((call) => handlers.get(call)),
  });
}
