import type { TestInstance } from "@getoperate/testing/instance";
import type { Program } from "@getoperate/testing/program";
import { startServer } from "@getoperate/testing/server-process";
import type { TlsFront } from "@getoperate/testing/tls-front";
import { startWorker } from "@getoperate/testing/worker-process";

/** A server that runs no jobs, as those who run them reach it. */
export interface Place {
  readonly server: TestInstance;
  readonly front: TlsFront;
}

export interface WorkerSettings {
  readonly name: string;
  readonly tags: readonly string[];
  /** Beside what every worker gets. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A way to run jobs of a server in another process. */
export interface Way {
  readonly name: string;
  /** As the list of workers calls it. */
  readonly kind: string;
  start(place: Place, settings: WorkerSettings): Promise<Program>;
}

export const WAYS: readonly Way[] = [
  {
    name: "inside a server",
    kind: "server",
    start: ({ server }, settings) =>
      startServer({ DATABASE_URL: server.connectionString, ...environmentOf(server, settings) }),
  },
  {
    name: "beside the database",
    kind: "worker",
    start: ({ server }, settings) =>
      startWorker({
        OPERATE_MODE: "worker",
        DATABASE_URL: server.connectionString,
        ...environmentOf(server, settings),
      }),
  },
  { name: "as an agent over TLS", kind: "agent", start: startAgent },
];

/** Starts an agent with a token of its own for its tags. */
export async function startAgent(
  { server, front }: Place,
  settings: WorkerSettings,
): Promise<Program> {
  const { tags } = settings;
  const answer = await server.request("POST", "//api/agent_tokens", { body: { tags } });
  return startWorker({
    OPERATE_MODE: "agent",
    OPERATE_SERVER_URL: front.url,
    OPERATE_AGENT_TOKEN: Object(answer.json()).token,
    NODE_EXTRA_CA_CERTS: front.certificateFile,
    OPERATE_HEALTH_PORT: "0",
    ...environmentOf(server, settings),
  });
}

function environmentOf(server: TestInstance, { name, tags, environment }: WorkerSettings) {
  return {
    OPERATE_WORKER_NAME: name,
    OPERATE_TAGS: tags.join(","),
    OPERATE_SLOTS: "2",
    OPERATE_GRACE: "1",
    // Scripts trust no certificate of a test.
    OPERATE_BASE_URL: server.url,
    // The server listens on loopback.
    OPERATE_EGRESS_ALLOW: "127.0.0.1",
    ...environment,
  };
}
