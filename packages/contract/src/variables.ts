import { z } from "zod";
import { Timestamp, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { RunnablePath } from "./paths.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { Text } from "./text.ts";

/** Longest value of a variable, characters. */
export const MAX_VARIABLE_LENGTH = 64 * 1024;

export const ValueDescription = Text.max(10_000);
const VariableValue = Text.max(MAX_VARIABLE_LENGTH);
const IsSecret = z
  .boolean()
  .describe("Stored encrypted, told only to who may read secrets, masked in what jobs put out");

export const CreateVariableInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath,
  value: VariableValue,
  is_secret: IsSecret.default(false),
  description: ValueDescription.default(""),
});

export const UpdateVariableInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath,
  value: VariableValue.optional().describe("Absent: stays as it is"),
  is_secret: IsSecret.optional(),
  description: ValueDescription.optional(),
});

const VariableShape = {
  path: z.string(),
  is_secret: IsSecret,
  description: z.string(),
  created_by: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
};

export const VariableSummary = z.object(VariableShape).meta({ id: "VariableSummary" });
export type VariableSummary = z.infer<typeof VariableSummary>;

export const Variable = z
  .object({
    ...VariableShape,
    value: z.string().nullable().describe("Null for a secret: ask for its value alone"),
  })
  .meta({ id: "Variable" });
export type Variable = z.infer<typeof Variable>;

const ByPath = z.object({ workspace: WorkspaceId, path: RunnablePath });

/** What a list of things by path takes. */
export const ListByPathInput = z.object({
  workspace: WorkspaceId,
  path_prefix: Text.max(255).optional().describe("Only paths that start so"),
  ...PageInput,
});

const VariablePage = pageOf(VariableSummary).meta({ id: "VariablePage" });
const VariableText = z
  .object({ path: z.string(), value: z.string() })
  .meta({ id: "VariableValue" });
const DeletedVariable = z.object({ path: z.string(), deleted: z.literal(true) });

export interface VariableHandlers {
  create: Handler<z.output<typeof CreateVariableInput>, Variable>;
  get: Handler<z.output<typeof ByPath>, Variable>;
  value: Handler<z.output<typeof ByPath>, z.input<typeof VariableText>>;
  list: Handler<z.output<typeof ListByPathInput>, z.input<typeof VariablePage>>;
  update: Handler<z.output<typeof UpdateVariableInput>, Variable>;
  delete: Handler<z.output<typeof ByPath>, z.input<typeof DeletedVariable>>;
}

const tags = ["variables"];

export function variablesRouter(handlers: VariableHandlers) {
  return router({
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/variables",
          tags,
          summary: "Make a variable",
          description: "A secret's value is never given back but by `variables/value`.",
          protect: true,
        },
        successStatus: 201,
        errors: ["conflict"],
      })
      .input(CreateVariableInput)
      .output(Variable)
      .mutation((call) => handlers.create(call)),
    get: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/variables/p/{path}",
          tags,
          summary: "Get a variable",
          description: "Without its value if it is a secret.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(Variable)
      .query((call) => handlers.get(call)),
    value: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/variables/value/{path}",
          tags,
          summary: "Get the value of a variable",
          description:
            "Of a secret only for tokens that cover `secrets:read`. When a job asks with its own " +
            "token, the secret is from then on masked in its logs, its stream and its result.",
          protect: true,
        },
        errors: ["not-found", "conflict"],
      })
      .input(ByPath)
      .output(VariableText)
      .query((call) => handlers.value(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/variables",
          tags,
          summary: "List variables",
          description: "By path, ascending, without values. Only those that the caller may see.",
          protect: true,
        },
      })
      .input(ListByPathInput)
      .output(VariablePage)
      .query((call) => handlers.list(call)),
    update: procedure
      .meta({
        openapi: {
          method: "PATCH",
          path: "/api/w/{workspace}/variables/p/{path}",
          tags,
          summary: "Change a variable",
          description: "A secret becomes a plain variable only together with a new value.",
          protect: true,
        },
        errors: ["not-found", "conflict"],
      })
      .input(UpdateVariableInput)
      .output(Variable)
      .mutation((call) => handlers.update(call)),
    delete: procedure
      .meta({
        openapi: {
          method: "DELETE",
          path: "/api/w/{workspace}/variables/p/{path}",
          tags,
          summary: "Delete a variable",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(DeletedVariable)
      .mutation((call) => handlers.delete(call)),
  });
}
