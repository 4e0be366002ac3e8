import { z } from "zod";
import { Timestamp, Username, Uuid, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { Scope } from "./scopes.ts";
import { Text } from "./text.ts";

export const TokenLabel = Text.max(200).describe(
  "Helps to tell tokens apart; changes nothing else",
);
const Scopes = z
  .array(Scope)
  .min(1)
  .max(100)
  .describe("What it may do; absent or null: everything its owner may");

export const CreateTokenInput = z.object({
  workspace: WorkspaceId,
  label: TokenLabel.optional(),
  expires_at: Timestamp.optional().describe("From then on it is refused; absent: never"),
  scopes: Scopes.nullish(),
  owner: Username.optional().describe("Whose token it is; only administrators name another user"),
});

const TokenShape = {
  id: Uuid,
  prefix: z.string().describe("The visible start of the token"),
  owner: z.string(),
  label: z.string().nullable(),
  scopes: z.array(z.string()).nullable(),
  expires_at: Timestamp.nullable(),
  created_at: Timestamp,
  last_used_at: Timestamp.nullable().describe("To the minute"),
};

export const Token = z.object(TokenShape).meta({ id: "Token" });
export type Token = z.infer<typeof Token>;

export const CreatedToken = z
  .object({ ...TokenShape, token: z.string().describe("The token itself; shown only here") })
  .meta({ id: "CreatedToken" });

export const ListTokensInput = z.object({ workspace: WorkspaceId, ...PageInput });
const RevokeTokenInput = z.object({ workspace: WorkspaceId, id: Uuid });
const RevokedToken = z.object({ id: Uuid, revoked: z.literal(true) });
const TokenPage = pageOf(Token).meta({ id: "TokenPage" });

export interface TokenHandlers {
  create: Handler<z.output<typeof CreateTokenInput>, z.input<typeof CreatedToken>>;
  list: Handler<z.output<typeof ListTokensInput>, z.input<typeof TokenPage>>;
  revoke: Handler<z.output<typeof RevokeTokenInput>, z.input<typeof RevokedToken>>;
}

const tags = ["tokens"];

export function tokensRouter(handlers: TokenHandlers) {
  return router({
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/tokens",
          tags,
          summary: "Make a token",
          description:
            "The answer is the only place that ever shows the token. A token never makes one " +
            "that may do more than itself.",
          protect: true,
        },
        successStatus: 201,
        errors: ["not-found"],
      })
      .input(CreateTokenInput)
      .output(CreatedToken)
      .mutation((call) => handlers.create(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/tokens",
          tags,
          summary: "List the caller's tokens",
          description: "Newest first. Revoked ones are gone.",
          protect: true,
        },
      })
      .input(ListTokensInput)
      .output(TokenPage)
      .query((call) => handlers.list(call)),
    revoke: procedure
      .meta({
        openapi: {
          method: "DELETE",
          path: "/api/w/{workspace}/tokens/{id}",
          tags,
          summary: "Revoke a token",
          description: "It is refused from now on, on every server.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(RevokeTokenInput)
      .output(RevokedToken)
      .mutation((call) => handlers.revoke(call)),
  });
}
