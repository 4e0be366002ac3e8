import { z } from "zod";
import { Timestamp, Username, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { type Handler, procedure, router } from "./procedure.ts";

/** What a member of a workspace may do: run, deploy as well, or everything. */
export const ROLES = ["operator", "developer", "admin"] as const;
export const Role = z
  .enum(ROLES)
  .describe("`operator` runs, `developer` also deploys, `admin` also manages");
export type Role = z.infer<typeof Role>;

export const User = z
  .object({ username: z.string(), role: Role, created_at: Timestamp })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

export const Whoami = z
  .object({
    username: z.string(),
    workspace: z.string(),
    role: Role,
    scopes: z.array(z.string()).nullable().describe("Of the token used; null: all"),
  })
  .meta({ id: "Whoami" });
export type Whoami = z.infer<typeof Whoami>;

export const CreateUserInput = z.object({
  workspace: WorkspaceId,
  username: Username,
  role: Role.default("developer"),
});

const InWorkspace = z.object({ workspace: WorkspaceId });
export const ListUsersInput = z.object({ workspace: WorkspaceId, ...PageInput });
const UserPage = pageOf(User).meta({ id: "UserPage" });

export interface UserHandlers {
  whoami: Handler<z.output<typeof InWorkspace>, Whoami>;
  create: Handler<z.output<typeof CreateUserInput>, User>;
  list: Handler<z.output<typeof ListUsersInput>, z.input<typeof UserPage>>;
}

const tags = ["users"];

export function usersRouter(handlers: UserHandlers) {
  return router({
    whoami: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/users/whoami",
          tags,
          summary: "Say whose token this is",
          protect: true,
        },
      })
      .input(InWorkspace)
      .output(Whoami)
      .query((call) => handlers.whoami(call)),
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/users",
          tags,
          summary: "Add a user to the workspace",
          description: "For administrators. A user without a token can do nothing yet.",
          protect: true,
        },
        successStatus: 201,
        errors: ["conflict"],
      })
      .input(CreateUserInput)
      .output(User)
      .mutation((call) => handlers.create(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/users",
          tags,
          summary: "List the workspace's users",
          description: "By name, ascending.",
          protect: true,
        },
      })
      .input(ListUsersInput)
      .output(UserPage)
      .query((call) => handlers.list(call)),
  });
}
