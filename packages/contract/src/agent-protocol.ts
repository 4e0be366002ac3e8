// What an agent, which is a worker without the database, and a server say to each other: the
// messages of a JobSource as JSON over HTTPS. A server takes an agent for a stranger that may send
// anything, so each message has its bounds here.
import { z } from "zod";
import { Uuid, VersionHash, WorkspaceId } from "./ids.ts";
import type { ClaimedJob, RunnableVersion } from "./job-source.ts";
import { LONGEST_LEASE_SECONDS, SHORTEST_LEASE_SECONDS } from "./lease.ts";
import { Tag } from "./run-parameters.ts";
import { LANGUAGES } from "./scripts.ts";
import { Text } from "./text.ts";

/** Version of these messages. A server refuses every other one by name. */
export const AGENT_PROTOCOL = 1;

/** The agent's version of the messages, on each of its requests. */
export const AGENT_PROTOCOL_HEADER = "Operate-Agent-Protocol";

/** Most of each in one request. */
export const MAX_AGENT_CLAIM = 32;
export const MAX_AGENT_COMPLETIONS = 100;
export const MAX_AGENT_PIECES = 1_000;
export const MAX_AGENT_GIVE_BACK = 1_000;
const MAX_AGENT_SECRETS = 10_000;

/** How long a server holds a question for news, seconds. */
export const AGENT_NEWS_SECONDS = 25;

const MAX_KNOWN = 5_000;
const MAX_INT = 2 ** 31 - 1;

const Count = z.int().min(1).max(MAX_INT);
const Ids = z.array(Uuid).max(MAX_KNOWN);

/** `POST /agent/workers`: makes a worker known; the same again changes nothing. */
export const RegisterAgent = z.object({
  id: Uuid,
  name: Text.min(1).max(200),
  version: Text.min(1).max(50),
  /** Each of them a tag of the token. */
  tags: z.array(Tag).min(1).max(100),
  slots: z.int().min(1).max(1_000),
  leaseSeconds: z.int().min(SHORTEST_LEASE_SECONDS).max(LONGEST_LEASE_SECONDS),
});
export type RegisterAgent = z.output<typeof RegisterAgent>;

/** What a server that took a worker wants of it. */
export const AgentWelcome = z.object({
  /** Longest body of a request, bytes. */
  maxBodyBytes: z.int(),
});
export type AgentWelcome = z.output<typeof AgentWelcome>;

const AgentCompletion = z.object({
  id: Uuid,
  attempt: Count,
  status: z.enum(["success", "failure", "canceled"]),
  result: z.string(),
  durationMs: z.number().min(0),
  logs: Text,
  logSequence: Count,
});

/** `POST /agent/workers/{id}/exchange`: brings ends home and takes jobs. */
export const AgentExchange = z.object({
  completions: z.array(AgentCompletion).max(MAX_AGENT_COMPLETIONS),
  claim: z.int().min(0).max(MAX_AGENT_CLAIM),
  /** Jobs that the worker runs, those that end here included. */
  known: Ids,
  /** Whether the same was sent before and its answer got lost. */
  isRepeated: z.boolean(),
});
export type AgentExchange = z.output<typeof AgentExchange>;

const AgentJob = z.object({
  id: z.string(),
  attempt: z.int(),
  workspace: z.string(),
  hash: z.string(),
  path: z.string(),
  /** Null: they are large, and asked for when the job runs. */
  args: z.string().nullable(),
  createdBy: z.string(),
  timeoutSeconds: z.number(),
  preprocess: z.boolean(),
  /** What the job itself is let in with; only who holds the instance's key can make it. */
  token: z.string(),
}) satisfies z.ZodType<ClaimedJob>;
export type AgentJob = z.output<typeof AgentJob>;

export const AgentExchanged = z.object({
  refused: z.array(z.string()),
  claimed: z.array(AgentJob),
});

/** `POST /agent/workers/{id}/heartbeat`. */
export const AgentBeat = z.object({ known: Ids });
export const AgentBeaten = z.object({
  alive: z.boolean(),
  canceled: z.array(z.string()),
  unmasked: z.array(z.string()),
  claimed: z.array(AgentJob),
  isAnyWaiting: z.boolean(),
});

/** `POST /agent/workers/{id}/output`: what running jobs put out. */
export const AgentOutput = z.object({
  pieces: z
    .array(
      z.object({
        id: Uuid,
        attempt: Count,
        sequence: Count,
        kind: z.enum(["log", "chunk"]),
        content: Text,
      }),
    )
    .max(MAX_AGENT_PIECES),
});

/** `POST /agent/workers/{id}/version`: a version of a job that the worker runs. */
export const AgentVersionWanted = z.object({ workspace: WorkspaceId, hash: VersionHash });
export const AgentVersion = z.object({
  workspace: z.string(),
  hash: z.string(),
  path: z.string(),
  language: z.enum(LANGUAGES),
  content: z.string(),
  parameters: z.array(z.object({ name: z.string(), rest: z.boolean() })),
  limits: z.object({
    network: z.boolean(),
    memoryMib: z.number().nullable(),
    fresh: z.boolean(),
  }),
}) satisfies z.ZodType<RunnableVersion>;

/** `POST /agent/workers/{id}/arguments`: the large arguments of an attempt that the worker runs. */
export const AgentArgumentsWanted = z.object({ id: Uuid, attempt: Count });
export const AgentArguments = z.object({ args: z.string() });

/** `POST /agent/workers/{id}/resolve`: the same with what their references stand for. */
export const AgentResolved = z.object({ args: z.string(), secrets: z.array(z.string()) });

/** `POST /agent/workers/{id}/secrets`: what the worker masks, and what it has to mask beside it. */
export const AgentSecretsWanted = z.object({
  id: Uuid,
  attempt: Count,
  masked: z.array(Uuid).max(MAX_AGENT_SECRETS),
});
export const AgentSecrets = z.object({
  secrets: z.array(z.object({ id: z.string(), value: z.string() })),
});

/** `POST /agent/workers/{id}/give-back`: jobs that the worker took and did not begin. */
export const AgentGiveBack = z.object({
  attempts: z.array(z.object({ id: Uuid, attempt: Count })).max(MAX_AGENT_GIVE_BACK),
});
export const AgentGivenBack = z.object({ kept: z.array(z.string()) });

/** `POST /agent/workers/{id}/news`: answered when jobs may be there or one is to be canceled. */
export const AgentNewsWanted = z.object({
  /** `place` of the last answer; empty at first. */
  after: z.string().max(100),
});
export const AgentNews = z.object({
  place: z.string(),
  canceled: z.array(z.string()),
  unmasked: z.array(z.string()),
});
export type AgentNews = z.output<typeof AgentNews>;

/** `POST /agent/workers/{id}/release`: ends the registration. */
export const AgentRelease = z.object({});
export const AgentDone = z.object({});
