import { z } from "zod";
import { Timestamp, Username, VersionHash, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { RunnablePath } from "./paths.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import { ErrorStatus } from "./run-parameters.ts";
import { JsonSchema } from "./signature.ts";
import { Text } from "./text.ts";

/** A script's source is at most this long, UTF-8. */
export const MAX_SCRIPT_BYTES = 1024 * 1024;

/** Longest time a job may run, seconds. */
export const MAX_TIMEOUT_SECONDS = 24 * 60 * 60;

/** Bounds of what a script may ask for. */
export const MIN_MEMORY_MIB = 64;
export const MAX_MEMORY_MIB = 65_536;

/** Languages a script may be written in, by the name it is stored under. */
export const LANGUAGES = ["typescript", "javascript", "python"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Other names of the same languages, as other systems call them. */
export const LANGUAGE_ALIASES: Readonly<Record<string, Language>> = {
  deno: "typescript",
  bun: "typescript",
  nativets: "typescript",
  python3: "python",
};

const LANGUAGE_NAMES = [...LANGUAGES, "deno", "bun", "nativets", "python3"] as const;

export const LanguageName = z
  .enum(LANGUAGE_NAMES)
  .describe(
    "`typescript` (also `deno`, `bun`, `nativets`), `javascript` or `python` (also `python3`)",
  );

/** Most jobs at once that a limit may say. */
const MAX_CONCURRENCY = 10_000;

const CONCURRENCY_KEY = /^(?:[^$]|\$args(?:\.[A-Za-z_][A-Za-z0-9_]*)+)+$/;

export const Concurrency = z
  .object({
    limit: z.int().min(1).max(MAX_CONCURRENCY).describe("Most jobs that run at once"),
    key: Text.min(1)
      .max(200)
      .regex(CONCURRENCY_KEY, "may have a $ only in $args.name")
      .optional()
      .describe(
        "Counts apart what differs in it; a text with arguments, as `$args.customer` or " +
          "`$args.order.region`; one count for the script unless given",
      ),
  })
  .describe("Bounds how many jobs of the script, all versions together, run at once");
export type Concurrency = z.infer<typeof Concurrency>;

/** How a version runs; part of the version, so a change is a new version. */
export const ScriptSettings = z.object({
  timeout_seconds: z
    .int()
    .min(1)
    .max(MAX_TIMEOUT_SECONDS)
    .optional()
    .describe("A run is ended after this many seconds; the instance's default unless given"),
  max_attempts: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe("How often a run is started at most when its worker dies; 3 unless given"),
  concurrency: Concurrency.optional(),
  error_status: ErrorStatus.optional(),
  validate_args: z
    .boolean()
    .optional()
    .describe("Refuse arguments that do not fit the inferred schema, before a job exists"),
  cancel_on_disconnect: z
    .boolean()
    .optional()
    .describe("Cancel the job when the caller of a sync run hangs up"),
  network: z
    .boolean()
    .optional()
    .describe("Whether the script reaches what the instance lets scripts reach; true unless given"),
  memory_mib: z
    .int()
    .min(MIN_MEMORY_MIB)
    .max(MAX_MEMORY_MIB)
    .optional()
    .describe(
      "Most memory that its values take, MiB, up to the instance's limit; its default unless given",
    ),
  fresh: z
    .boolean()
    .optional()
    .describe("Run each job in a new process, so that nothing is left of the one before"),
});
export type ScriptSettings = z.infer<typeof ScriptSettings>;

const Summary = Text.max(500).default("").describe("One line for lists");
const Description = Text.max(50_000).default("").describe("Markdown");

export const DeployScriptInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath,
  language: LanguageName.default("typescript"),
  content: Text.min(1).describe("The source; it has a function `main`; at most 1 MiB"),
  summary: Summary,
  description: Description,
  ...ScriptSettings.shape,
});

export const DeployedScript = z
  .object({
    path: RunnablePath,
    hash: VersionHash,
    schema: JsonSchema.describe("JSON Schema of the arguments"),
    result_schema: JsonSchema.describe("JSON Schema of what `main` returns"),
    warnings: z.array(z.string()).describe("What could not be known of the signature"),
  })
  .meta({ id: "DeployedScript" });

export const Script = z
  .object({
    path: z.string(),
    hash: z.string(),
    language: z.enum(LANGUAGES),
    content: z.string(),
    summary: z.string(),
    description: z.string(),
    settings: ScriptSettings,
    schema: JsonSchema,
    result_schema: JsonSchema,
    has_preprocessor: z
      .boolean()
      .describe("Whether webhooks give the whole request to its `preprocessor`"),
    is_latest: z.boolean().describe("Whether the path runs this version"),
    archived: z.boolean().describe("Whether the path was archived"),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: "Script" });
export type Script = z.infer<typeof Script>;

export const ScriptSummary = z
  .object({
    path: z.string(),
    hash: z.string(),
    language: z.enum(LANGUAGES),
    summary: z.string(),
    archived: z.boolean(),
    created_by: z.string(),
    created_at: Timestamp,
  })
  .meta({ id: "ScriptSummary" });
export type ScriptSummary = z.infer<typeof ScriptSummary>;

const ByPath = z.object({ workspace: WorkspaceId, path: RunnablePath });
const ByHash = z.object({ workspace: WorkspaceId, hash: VersionHash });

export const ListScriptsInput = z.object({
  workspace: WorkspaceId,
  path_prefix: Text.max(255).optional().describe("Only paths that start so"),
  created_by: Username.optional().describe("Only scripts whose newest version this user deployed"),
  archived: z.boolean().default(false).describe("The archived ones instead of the others"),
  ...PageInput,
});

export const ScriptHistoryInput = z.object({ ...ByPath.shape, ...PageInput });

const ScriptPage = pageOf(ScriptSummary).meta({ id: "ScriptPage" });
const ArchivedScript = z.object({ path: z.string(), archived: z.literal(true) });

export interface ScriptHandlers {
  deploy: Handler<z.output<typeof DeployScriptInput>, z.input<typeof DeployedScript>>;
  getByPath: Handler<z.output<typeof ByPath>, Script>;
  getByHash: Handler<z.output<typeof ByHash>, Script>;
  list: Handler<z.output<typeof ListScriptsInput>, z.input<typeof ScriptPage>>;
  history: Handler<z.output<typeof ScriptHistoryInput>, z.input<typeof ScriptPage>>;
  archive: Handler<z.output<typeof ByPath>, z.input<typeof ArchivedScript>>;
}

const tags = ["scripts"];

export function scriptsRouter(handlers: ScriptHandlers) {
  return router({
    deploy: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/scripts",
          tags,
          summary: "Deploy a script",
          description:
            "Stores a new immutable version under the path and infers the JSON Schemas of its " +
            "arguments and result. From now on the path runs this version; older ones stay " +
            "callable by their hash. Deploying exactly what is there already changes nothing.",
          protect: true,
          successDescription: "The version, with its inferred signature",
        },
        successStatus: 201,
        errors: ["invalid-script", "too-large", "conflict"],
      })
      .input(DeployScriptInput)
      .output(DeployedScript)
      .mutation((call) => handlers.deploy(call)),
    getByPath: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/scripts/p/{path}",
          tags,
          summary: "Get the newest version of a script",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(Script)
      .query((call) => handlers.getByPath(call)),
    getByHash: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/scripts/h/{hash}",
          tags,
          summary: "Get one version of a script",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByHash)
      .output(Script)
      .query((call) => handlers.getByHash(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/scripts",
          tags,
          summary: "List scripts",
          description: "By path, ascending. Only those that the caller may see.",
          protect: true,
        },
      })
      .input(ListScriptsInput)
      .output(ScriptPage)
      .query((call) => handlers.list(call)),
    history: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/scripts/history/{path}",
          tags,
          summary: "List the versions of a script",
          description: "Newest first.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ScriptHistoryInput)
      .output(ScriptPage)
      .query((call) => handlers.history(call)),
    archive: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/scripts/archive/{path}",
          tags,
          summary: "Archive a script",
          description:
            "The path stops to run; its versions stay callable by hash. Deploying to the path " +
            "again brings it back.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(ByPath)
      .output(ArchivedScript)
      .mutation((call) => handlers.archive(call)),
  });
}
