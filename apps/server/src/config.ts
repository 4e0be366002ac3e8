import {
  type Limit,
  LONGEST_LEASE_SECONDS,
  MAX_MEMORY_MIB,
  MAX_TIMEOUT_SECONDS,
  MIN_MEMORY_MIB,
  OperateError,
  SHORTEST_LEASE_SECONDS,
  Tag,
} from "@getoperate/contract";
import { parseEgressRules } from "@getoperate/runtime";
import { parseHeaderNames } from "@getoperate/webhook";
import { z } from "zod";
import { isLoopback } from "./loopback.ts";

const MIB = 1024 * 1024;

const number = (bounds: { readonly least: number; readonly most: number }) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .refine(
      (value) => value >= bounds.least && value <= bounds.most,
      `must be from ${bounds.least} to ${bounds.most}`,
    );

/** What a setting bounds, for people and for the list of limits. */
const bound = (unit: Limit["unit"], description: string) => ({ description, unit });

const onOff = z.enum(["on", "off"]).transform((value) => value === "on");

const headerNames = z.string().transform((text, context) => {
  const names = parseHeaderNames(text);
  if (!names.ok) {
    context.addIssue({ code: "custom", message: names.error.detail });
    return z.NEVER;
  }
  return names.value;
});

const tags = z
  .string()
  .transform((list) => list.split(",").map((tag) => tag.trim()))
  .pipe(z.array(Tag).min(1));

const egressRules = z.string().transform((list, context) => {
  const parsed = parseEgressRules(list);
  if (!parsed.ok) {
    context.addIssue({ code: "custom", message: `does not fit: ${parsed.fault}` });
    return z.NEVER;
  }
  return parsed.rules;
});

const text = z.string().min(1);

/** What a process is: a server with or without a worker in it, or a worker alone. */
const MODES = ["standalone", "server", "worker", "agent"] as const;

/** Every setting of the server, as its environment names it; defaults, units and bounds are here. */
export const Environment = z.object({
  OPERATE_MODE: z
    .enum(MODES)
    .default("standalone")
    .describe(
      "`standalone`: a server that runs jobs; `server`: one that runs none; " +
        "`worker`: jobs alone, beside the database; `agent`: the same, over HTTPS",
    ),
  OPERATE_HOST: text.default("127.0.0.1").describe("Address to listen on"),
  OPERATE_PORT: number({ least: 0, most: 65_535 }).default(8000).describe("Port; 0: any free one"),
  OPERATE_BASE_URL: z.url().optional().describe("Address under which jobs reach this server"),
  OPERATE_DATA: text.default("./.operate").describe("Folder of the embedded database"),
  OPERATE_KEY_FILE: text
    .optional()
    .describe(
      "File with the instance's key, which wraps all keys of secrets; with the embedded database " +
        "`instance.key` in its folder unless given",
    ),
  DATABASE_URL: text.optional().describe("PostgreSQL to use instead of the embedded one"),
  OPERATE_ADMIN_TOKEN: text.optional().describe("The first administrator's token, at first start"),
  OPERATE_DATABASE_CONNECTIONS: number({ least: 2, most: 1000 })
    .default(10)
    .meta(bound("count", "Most connections to PostgreSQL")),
  OPERATE_NOTIFY: onOff.default(true).describe("`on` or `off`: news between servers by NOTIFY"),
  OPERATE_BODY_LIMIT: number({ least: 1024, most: 1024 * MIB })
    .default(16 * MIB)
    .meta(bound("bytes", "Most bytes of a request's body")),
  OPERATE_SYNC_TIMEOUT: number({ least: 1, most: 86_400 })
    .default(600)
    .meta(bound("seconds", "Longest wait of a sync call, seconds")),
  OPERATE_JOB_TIMEOUT: number({ least: 1, most: 86_400 })
    .default(900)
    .meta(bound("seconds", "Longest run of a job whose script names no time, seconds")),
  OPERATE_JOB_TIMEOUT_LIMIT: number({ least: 1, most: MAX_TIMEOUT_SECONDS })
    .default(MAX_TIMEOUT_SECONDS)
    .meta(bound("seconds", "Longest run that a script or a caller may ask for, seconds")),
  OPERATE_QUEUE_LIMIT: number({ least: 1, most: 1_000_000_000 })
    .default(1_000_000)
    .meta(bound("count", "Most jobs of a workspace that may wait; more are refused with 429")),
  OPERATE_RETENTION_DAYS: number({ least: 1, most: 36_500 })
    .default(30)
    .meta(bound("days", "Least time that a job is kept, with result and log, days")),
  OPERATE_RESULT_LIMIT: number({ least: 1024, most: 256 * MIB })
    .default(16 * MIB)
    .meta(bound("bytes", "Most bytes of a job's result, as JSON")),
  OPERATE_LOG_LIMIT: number({ least: 1024, most: 256 * MIB })
    .default(10 * MIB)
    .meta(bound("bytes", "Most bytes of a job's log; the rest is cut")),
  OPERATE_STREAM_LIMIT: number({ least: 1024, most: 256 * MIB })
    .default(10 * MIB)
    .meta(
      bound("bytes", "Most bytes that a job streams, each item counted 64 more; the rest is cut"),
    ),
  OPERATE_RUNNER_MEMORY: number({ least: MIN_MEMORY_MIB, most: MAX_MEMORY_MIB })
    .default(512)
    .meta(bound("MiB", "Most memory that a script's own values take")),
  OPERATE_RUNNER_MEMORY_LIMIT: number({ least: MIN_MEMORY_MIB, most: MAX_MEMORY_MIB })
    .default(2048)
    .meta(bound("MiB", "Most memory that a script may ask for, in place of the usual")),
  OPERATE_EGRESS: z
    .enum(["public", "none", "host"])
    .default("public")
    .describe(
      "What scripts reach: `public` addresses, `none`, or all that the `host` does, its own " +
        "services and private networks too, which is unsafe",
    ),
  OPERATE_EGRESS_ALLOW: egressRules
    .default([])
    .describe(
      "What scripts may reach beside public addresses: IPv4 networks, with ports or without, by " +
        "commas: `10.1.0.0/16, 192.168.1.5:5432, 192.168.1.6:8000-8080`",
    ),
  OPERATE_TAGS: tags.default(["default"]).describe("Tags whose jobs this process runs, by commas"),
  OPERATE_SLOTS: number({ least: 1, most: 1000 })
    .default(8)
    .meta(bound("count", "Most jobs this process runs at once")),
  OPERATE_WORKER_NAME: text
    .max(200)
    .optional()
    .describe("Name of the worker; else host and process"),
  OPERATE_LEASE: number({ least: SHORTEST_LEASE_SECONDS, most: LONGEST_LEASE_SECONDS })
    .default(15)
    .meta(bound("seconds", "Silence after which this process's worker has lost its jobs, seconds")),
  OPERATE_SERVER_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Address of the server that an agent works for"),
  OPERATE_AGENT_TOKEN: text.optional().describe("Token of an agent, from `POST /api/agent_tokens`"),
  OPERATE_ALLOW_HTTP: onOff
    .default(false)
    .describe("`on` or `off`: an agent may speak plain HTTP to another machine"),
  OPERATE_HEALTH_PORT: number({ least: 0, most: 65_535 })
    .optional()
    .describe("Where a worker alone answers `/livez` and `/readyz` on 127.0.0.1; else nowhere"),
  OPERATE_GRACE: number({ least: 0, most: 3600 })
    .default(10)
    .meta(bound("seconds", "Time that running jobs have to end at a stop, seconds")),
  OPERATE_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("warn")
    .describe("What is logged: `debug`, `info`, `warn` or `error`, and what is worse"),
  INCLUDE_HEADERS: headerNames.default([]).describe("Headers that every job gets as arguments"),
});

/** What a mode cannot do without. */
export type Mode = ServerMode | WorkerMode;

interface ServerMode {
  readonly kind: "standalone" | "server";
}

/** A process that only runs jobs. */
export type WorkerMode =
  | { readonly kind: "worker"; readonly databaseUrl: string; readonly baseUrl: string }
  | {
      readonly kind: "agent";
      /** Without a slash at the end. */
      readonly serverUrl: string;
      readonly token: string;
      readonly baseUrl: string;
    };

export type Config = z.output<typeof Environment> & {
  readonly mode: Mode;
  /** Set by `--unsafe-no-sandbox` alone, so that no environment can switch the sandbox off. */
  readonly sandbox: "bubblewrap" | "none";
  /** What to do: serve, or what `--rotate-keys` asks for. */
  readonly command: "serve" | "rotate-keys";
};

const NO_SANDBOX = "--unsafe-no-sandbox";
const ROTATE_KEYS = "--rotate-keys";

/** Reads all settings. Throws `invalid-input` that names every wrong one. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
): Config {
  const parsed = Environment.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    throw wrongSettings(
      parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`),
    );
  }
  const mode = modeOf(parsed.data);
  const unknown = flags.find((flag) => flag !== NO_SANDBOX && flag !== ROTATE_KEYS);
  if (unknown !== undefined) {
    throw new OperateError(
      "invalid-input",
      `${unknown} is no option; there are ${NO_SANDBOX} and ${ROTATE_KEYS}.`,
    );
  }
  return {
    ...parsed.data,
    mode,
    sandbox: flags.includes(NO_SANDBOX) ? "none" : "bubblewrap",
    command: flags.includes(ROTATE_KEYS) ? "rotate-keys" : "serve",
  };
}

function wrongSettings(faults: readonly string[]): OperateError {
  return new OperateError("invalid-input", `Wrong settings: ${faults.join("; ")}.`);
}

export function isWorkerMode(mode: Mode): mode is WorkerMode {
  return mode.kind === "worker" || mode.kind === "agent";
}

/** Throws `invalid-input` that names what the mode needs and nobody gave. */
function modeOf(settings: z.output<typeof Environment>): Mode {
  switch (settings.OPERATE_MODE) {
    case "worker":
      return workerMode(settings);
    case "agent":
      return agentMode(settings);
    default:
      return { kind: settings.OPERATE_MODE };
  }
}

function workerMode(settings: z.output<typeof Environment>): Mode {
  const { DATABASE_URL: databaseUrl, OPERATE_BASE_URL: baseUrl } = settings;
  if (databaseUrl === undefined || baseUrl === undefined) {
    throw lacking("worker", { DATABASE_URL: databaseUrl, OPERATE_BASE_URL: baseUrl });
  }
  return { kind: "worker", databaseUrl, baseUrl };
}

function agentMode(settings: z.output<typeof Environment>): Mode {
  const { OPERATE_SERVER_URL: url, OPERATE_AGENT_TOKEN: token } = settings;
  if (url === undefined || token === undefined) {
    throw lacking("agent", { OPERATE_SERVER_URL: url, OPERATE_AGENT_TOKEN: token });
  }
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:" && !isLoopback(hostname) && !settings.OPERATE_ALLOW_HTTP) {
    throw wrongSettings([
      "OPERATE_SERVER_URL must be https, or OPERATE_ALLOW_HTTP must be on: the token and all " +
        "that jobs see would be readable on the way",
    ]);
  }
  const serverUrl = url.replace(/\/+$/, "");
  return { kind: "agent", serverUrl, token, baseUrl: settings.OPERATE_BASE_URL ?? serverUrl };
}

function lacking(mode: string, needed: Readonly<Record<string, string | undefined>>) {
  const names = Object.keys(needed).filter((name) => needed[name] === undefined);
  return wrongSettings(names.map((name) => `${name} must be given in mode ${mode}`));
}

/** An empty value is as good as none: that is how shells and compose files leave one out. */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
}
