import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type Log, OperateError } from "@getoperate/contract";
import { getRequestListener, RequestError } from "@hono/node-server";
import { answerMalformed } from "./http/answer-malformed.ts";
import { noRoute } from "./http/no-route.ts";
import { problemWithoutRoute } from "./http/problem.ts";
import type { ServerParts } from "./options.ts";
import { createRoutes } from "./routes.ts";

export interface ListenAddress {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** The HTTP server, listening. */
export interface HttpServer {
  /** `http://host:port`, as bound. */
  readonly url: string;
  /** Takes no new connections, lets requests under way end within `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Longest times a sender may take, milliseconds: for the headers, and for the whole request. */
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 300_000;

/** How often a server that stops looks for connections with nothing under way, milliseconds. */
const SWEEP_MS = 50;

/** Stands for the host in a request that names none. */
const NO_HOST = "localhost";

/** Starts to listen. Rejects with Node's error if the address is taken. */
export async function startHttpServer(
  parts: ServerParts,
  address: ListenAddress,
): Promise<HttpServer> {
  const app = createRoutes(parts);
  const options = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    // Asked by our own route, which says why it refuses.
    requireHostHeader: false,
  };
  const listener = getRequestListener(app.fetch, {
    hostname: NO_HOST,
    overrideGlobalObjects: false,
    errorHandler: (error) => answerWithoutRoute(error, parts.log),
  });
  // The listener answers whatever goes wrong in it.
  const server = createServer(options, (...request) => void listener(...request));
  answerMalformed(server, (path) => noRoute(app, path));
  server.listen(address.port, address.host);
  await once(server, "listening");
  return { url: urlOf(server, address.host), close: (graceMs) => close(server, graceMs) };
}

/** What goes wrong before the routes: a host or an address that no URL can have. */
function answerWithoutRoute(error: unknown, log: Log): Response {
  const isRequest = error instanceof RequestError;
  const failure = isRequest
    ? new OperateError("invalid-request", "The Host header and the address make no URL.")
    : new OperateError("internal", "An unexpected error occurred.");
  if (!isRequest) {
    log.error({ err: error }, "A request met a bug outside of all routes.");
  }
  const { headers, body } = problemWithoutRoute(failure);
  return new Response(body, { status: failure.status, headers });
}

function urlOf(server: Server, host: string): string {
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  // An answer that was under way may have promised to keep its connection.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(late);
}
