import { once } from "node:events";
import { createServer } from "node:http";

const HOST = "127.0.0.1";

export interface HealthServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Answers `/livez` and `/readyz` of a process that is no server, to who asks on this machine. Rejects
 * with Node's error if the port is taken.
 */
export async function startHealth(port: number, isReady: () => boolean): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const status = statusOf(request.url, isReady);
    response.writeHead(status, { "Content-Type": "application/json", Connection: "close" });
    response.end(JSON.stringify({ status: STATUS_WORDS[status] }));
  });
  server.listen(port, HOST);
  await once(server, "listening");
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    url: `http://${HOST}:${boundPort}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const STATUS_WORDS = { 200: "ok", 404: "not found", 503: "unavailable" } as const;

function statusOf(url: string | undefined, isReady: () => boolean): keyof typeof STATUS_WORDS {
  switch (url) {
    case "/livez":
      return 200;
    case "/readyz":
      return isReady() ? 200 : 503;
    default:
      return 404;
  }
}
