import { z } from "zod";
import { Timestamp, Uuid, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { Tag } from "./run-parameters.ts";
import { TokenLabel } from "./tokens.ts";

export const CreateAgentTokenInput = z.object({
  tags: z.array(Tag).min(1).max(100).describe("Jobs with one of these may run on its agents"),
  workspace: WorkspaceId.optional().describe("Only jobs of this workspace; absent: of every one"),
  label: TokenLabel.optional(),
  expires_at: Timestamp.optional().describe("From then on it is refused; absent: never"),
});

const AgentTokenShape = {
  id: Uuid,
  prefix: z.string().describe("The visible start of the token"),
  tags: z.array(z.string()),
  workspace: z.string().nullable(),
  label: z.string().nullable(),
  expires_at: Timestamp.nullable(),
  created_by: z.string(),
  created_at: Timestamp,
  last_used_at: Timestamp.nullable().describe("When an agent last began to work with it"),
};

export const AgentToken = z.object(AgentTokenShape).meta({ id: "AgentToken" });
export type AgentToken = z.infer<typeof AgentToken>;

export const CreatedAgentToken = z
  .object({ ...AgentTokenShape, token: z.string().describe("The token itself; shown only here") })
  .meta({ id: "CreatedAgentToken" });

export const ListAgentTokensInput = z.object(PageInput);
const AgentTokenPage = pageOf(AgentToken).meta({ id: "AgentTokenPage" });
const RevokeAgentTokenInput = z.object({ id: Uuid });
const RevokedAgentToken = z.object({ id: Uuid, revoked: z.literal(true) });

export interface AgentTokenHandlers {
  create: Handler<z.output<typeof CreateAgentTokenInput>, z.input<typeof CreatedAgentToken>>;
  list: Handler<z.output<typeof ListAgentTokensInput>, z.input<typeof AgentTokenPage>>;
  revoke: Handler<z.output<typeof RevokeAgentTokenInput>, z.input<typeof RevokedAgentToken>>;
}

const tags = ["workers"];

export function agentTokensRouter(handlers: AgentTokenHandlers) {
  return router({
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/agent_tokens",
          tags,
          summary: "Make a token for agents",
          description:
            "For the instance's administrators. The answer is the only place that ever shows the " +
            "token, and only the routes of agents take it.",
          protect: true,
        },
        successStatus: 201,
        errors: ["not-found"],
      })
      .input(CreateAgentTokenInput)
      .output(CreatedAgentToken)
      .mutation((call) => handlers.create(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/agent_tokens",
          tags,
          summary: "List the tokens for agents",
          description: "For the instance's administrators. Newest first; revoked ones are gone.",
          protect: true,
        },
      })
      .input(ListAgentTokensInput)
      .output(AgentTokenPage)
      .query((call) => handlers.list(call)),
    revoke: procedure
      .meta({
        openapi: {
          method: "DELETE",
          path: "/api/agent_tokens/{id}",
          tags,
          summary: "Revoke a token for agents",
          description:
            "For the instance's administrators. Its agents are refused from now on, and what they " +
            "run is given to others.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(RevokeAgentTokenInput)
      .output(RevokedAgentToken)
      .mutation((call) => handlers.revoke(call)),
  });
}
