import { z } from "zod";
import { Timestamp, WorkspaceId } from "./ids.ts";
import { pageOf } from "./page.ts";
import { RunnablePath } from "./paths.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { ListByPathInput, ValueDescription } from "./variables.ts";

/** Longest value of a resource, bytes of JSON. */
export const MAX_RESOURCE_BYTES = 1024 * 1024;

const ResourceType = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,63}$/, "must be 1 to 63 letters, digits, _ or -")
  .describe("What kind of thing it describes, such as `postgresql`");
const ResourceValue = z
  .unknown()
  .describe(
    "Any JSON; a text `$var:<path>` or `$res:<path>` in it stands for that variable or resource",
  );

export const CreateResourceInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath,
  value: ResourceValue,
  resource_type: ResourceType,
  description: ValueDescription.default(""),
});

export const UpdateResourceInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath,
  value: ResourceValue.optional(),
  resource_type: ResourceType.optional(),
  description: ValueDescription.optional(),
});

const ResourceShape = {
  path: z.string(),
  resource_type: z.string(),
  description: z.string(),
  created_by: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
};

export const ResourceSummary = z.object(ResourceShape).meta({ id: "ResourceSummary" });
export type ResourceSummary = z.infer<typeof ResourceSummary>;

export const Resource = z
  .object({ ...ResourceShape, value: z.unknown().describe("As it was stored, with references") })
  .meta({ id: "Resource" });
export type Resource = z.infer<typeof Resource>;

const ByPath = z.object({ workspace: WorkspaceId, path: RunnablePath });
export const ListResourcesInput = ListByPathInput.extend({
  resource_type: ResourceType.optional().describe("Only resources of this kind"),
});
const ResourcePage = pageOf(ResourceSummary).meta({ id: "ResourcePage" });
const ResourceContent = z
  .object({ path: z.string(), resource_type: z.string(), value: z.unknown() })
  .meta({ id: "ResourceValue" });
const DeletedResource = z.object({ path: z.string(), deleted: z.literal(true) });

export interface ResourceHandlers {
  create: Handler<z.output<typeof CreateResourceInput>, Resource>;
  get: Handler<z.output<typeof ByPath>, Resource>;
  value: Handler<z.output<typeof ByPath>, z.input<typeof ResourceContent>>;
  list: Handler<z.output<typeof ListResourcesInput>, z.input<typeof ResourcePage>>;
  update: Handler<z.output<typeof UpdateResourceInput>, Resource>;
  delete: Handler<z.output<typeof ByPath>, z.input<typeof DeletedResource>>;
}

const tags = ["resources"];

export function resourcesRouter(handlers: ResourceHandlers) {
  return router({
    create: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/resources",
          tags,
          summary: "Make a resource",
          protect: true,
        },
        successStatus: 201,
        errors: ["conflict", "too-large"],
      })
      .input(CreateResourceInput)
      .output(Resource)
      .mutation((call) => handlers.create(call)),
    get: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/resources/p/{path}",
          tags,
          summary: "Get a resource",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(Resource)
      .query((call) => handlers.get(call)),
    value: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/resources/value/{path}",
          tags,
          summary: "Get the value of a resource",
          description:
            "With what its references stand for; if secrets are among that, only for tokens that " +
            "cover `secrets:read`.",
          protect: true,
        },
        errors: ["not-found", "conflict", "too-large"],
      })
      .input(ByPath)
      .output(ResourceContent)
      .query((call) => handlers.value(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/resources",
          tags,
          summary: "List resources",
          description: "By path, ascending, without values. Only those that the caller may see.",
          protect: true,
        },
      })
      .input(ListResourcesInput)
      .output(ResourcePage)
      .query((call) => handlers.list(call)),
    update: procedure
      .meta({
        openapi: {
          method: "PATCH",
          path: "/api/w/{workspace}/resources/p/{path}",
          tags,
          summary: "Change a resource",
          protect: true,
        },
        errors: ["not-found", "too-large"],
      })
      .input(UpdateResourceInput)
      .output(Resource)
      .mutation((call) => handlers.update(call)),
    delete: procedure
      .meta({
        openapi: {
          method: "DELETE",
          path: "/api/w/{workspace}/resources/p/{path}",
          tags,
          summary: "Delete a resource",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(DeletedResource)
      .mutation((call) => handlers.delete(call)),
  });
}
