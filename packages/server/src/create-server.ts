import { once } from "node:events";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
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

/** Starts to listen. Rejects with Node's error if the address is taken. */
export async function startHttpServer(
  parts: ServerParts,
  address: ListenAddress,
): Promise<HttpServer> {
  const app = createRoutes(parts);
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: 65_000,
    },
  }) as Server;
  server.listen(address.port, address.host);
  await once(server, "listening");
  return { url: urlOf(server, address.host), close: (graceMs) => close(server, graceMs) };
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
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(late);
}
