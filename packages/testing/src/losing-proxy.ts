import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands between us and a PostgreSQL, and loses what it is asked to lose. */
export interface LosingProxy extends AsyncDisposable {
  readonly connectionString: string;
  /** Cuts the next connection that sends these words once, when its answer comes. */
  loseAnswerTo(words: string): void;
  /** How many answers were lost. */
  readonly lost: number;
}

/** A proxy of a PostgreSQL that is reached by a Unix socket. */
export async function losingProxy(connectionString: string): Promise<LosingProxy> {
  const url = new URL(connectionString);
  const socketPath = `${url.searchParams.get("host")}/.s.PGSQL.${url.port}`;
  const open = new Set<Socket>();
  let wanted: string | undefined;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(socketPath);
    let isLosing = false;
    client.on("data", (bytes) => {
      if (wanted !== undefined && bytes.includes(wanted)) {
        wanted = undefined;
        isLosing = true;
      }
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (isLosing) {
        lost += 1;
        client.destroy();
        return;
      }
      client.write(bytes);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url.searchParams.delete("host");
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" && address !== null ? address.port : 0);
  return {
    connectionString: url.href,
    loseAnswerTo(words) {
      wanted = words;
    },
    get lost() {
      return lost;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) {
        socket.destroy();
      }
    },
  };
}
