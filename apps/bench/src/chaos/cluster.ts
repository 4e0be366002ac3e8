// One PostgreSQL and several servers on it, each with its worker. What was killed is started again.
import { setTimeout as sleep } from "node:timers/promises";
import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { type OwnPostgres, ownPostgres } from "@getoperate/testing/own-postgres";
import { type ServerProcess, startServer } from "@getoperate/testing/server-process";

const SLOTS = 4;
const RESTART_PAUSE_MS = 500;

export interface Cluster extends AsyncDisposable {
  readonly postgres: OwnPostgres;
  /** Those that are up. */
  readonly servers: readonly ServerProcess[];
  /** Ends a server at once and starts another in its place. */
  kill(server: ServerProcess): Promise<void>;
  /** Resolves when all are up. */
  whole(): Promise<void>;
  /** Everything that the servers printed, those that are gone as well. */
  printed(): string;
}

export async function startCluster(size: number): Promise<Cluster> {
  const postgres = await ownPostgres();
  const servers = new Set<ServerProcess>();
  let printedBefore = "";
  let isClosing = false;
  const start = async (): Promise<void> => {
    while (!isClosing) {
      try {
        servers.add(
          await startServer({
            DATABASE_URL: postgres.connectionString,
            OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
            OPERATE_SLOTS: String(SLOTS),
            OPERATE_DATABASE_CONNECTIONS: "8",
            OPERATE_GRACE: "1",
          }),
        );
        return;
      } catch (error) {
        printedBefore += String(error);
        await sleep(RESTART_PAUSE_MS);
      }
    }
  };
  // The first one makes the tables, the workspace and the token.
  await start();
  const starting = new Set(Array.from({ length: size - 1 }, start));
  const whole = async () => {
    await Promise.all(starting);
  };
  await whole();
  return {
    postgres,
    get servers() {
      return [...servers];
    },
    async kill(server) {
      servers.delete(server);
      await server.end("SIGKILL");
      printedBefore += server.printed();
      const started = start().finally(() => starting.delete(started));
      starting.add(started);
    },
    whole,
    printed: () => printedBefore + [...servers].map(({ printed }) => printed()).join(""),
    async [Symbol.asyncDispose]() {
      isClosing = true;
      await whole();
      await Promise.all([...servers].map((server) => server.end("SIGTERM")));
      await postgres[Symbol.asyncDispose]();
    },
  };
}
