// node:http refuses by itself what is no HTTP request, with an empty answer. Here it says why, by the
// same problems as every route.
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { OperateError } from "@getoperate/contract";
import { problemWithoutRoute } from "./problem.ts";

/** So long the rest of a refused request is read away: a reset would take the answer with it. */
const LINGER_MS = 1_000;

/** The newest request of a connection. */
interface Newest {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** What is known of a request that cannot be parsed. */
interface Refused {
  readonly code: string | undefined;
  /** The bytes that the parser stopped at, with those around them. */
  readonly packet: string;
}

/** Answers for the server whatever it cannot take for a request of a route. */
export function answerMalformed(server: Server, noRoute: (path: string) => OperateError): void {
  const newest = new WeakMap<Duplex, Newest>();
  const refused = new WeakSet<Duplex>();
  server.on("request", (incoming, outgoing) => newest.set(incoming.socket, { incoming, outgoing }));
  // It may be ignored, and whoever waits for "100 Continue" sends the body after a while.
  server.on("checkExpectation", (...request) => server.emit("request", ...request));
  server.on("connect", (_incoming, socket) =>
    refuse(socket, new OperateError("method-not-allowed", "This is no proxy.", { allow: [] })),
  );
  server.on("clientError", (error: unknown, socket) => {
    if (refused.has(socket)) {
      return;
    }
    refused.add(socket);
    if (socket.writable && isFree(newest.get(socket))) {
      const request = readError(error);
      refuse(socket, failureOf(request, noRoute), !request.packet.startsWith("HEAD "));
    } else {
      socket.destroy();
    }
  });
}

/** Whether an answer would be taken for one to what was refused, and not for another request's. */
function isFree(newest: Newest | undefined): boolean {
  if (newest === undefined) {
    return true;
  }
  const { incoming, outgoing } = newest;
  return incoming.complete
    ? outgoing.writableFinished
    : !outgoing.headersSent && outgoing.socket !== null;
}

function readError(error: unknown): Refused {
  const { code, rawPacket } = Object(error);
  return {
    code: typeof code === "string" ? code : undefined,
    packet: Buffer.isBuffer(rawPacket) ? rawPacket.toString("latin1") : "",
  };
}

function failureOf({ code, packet }: Refused, noRoute: (path: string) => OperateError) {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new OperateError(
        "headers-too-large",
        "The address and the headers may have 16 KiB together.",
      );
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new OperateError("too-large", "The extensions of the body's chunks are too long.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new OperateError("request-timeout", "The request did not arrive in time.");
    case "HPE_INVALID_METHOD":
      return unknownMethod(packet, noRoute) ?? noRequest();
    default:
      return noRequest();
  }
}

const FOREIGN_REQUEST = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ (\/[^ \r\n]*) HTTP\/1\.[01]\r\n/;

/** A method that the parser does not know is as good as any other that the address does not take. */
function unknownMethod(packet: string, noRoute: (path: string) => OperateError) {
  const target = FOREIGN_REQUEST.exec(packet)?.[1];
  const path = target === undefined ? undefined : pathOf(target);
  return path === undefined ? undefined : noRoute(path);
}

/** As the routes get it. */
function pathOf(target: string): string | undefined {
  try {
    return decodeURI(new URL(`http://localhost${target}`).pathname);
  } catch {
    return undefined;
  }
}

function noRequest(): OperateError {
  return new OperateError("invalid-request", "The request does not follow HTTP/1.1 (RFC 9112).");
}

function refuse(socket: Duplex, failure: OperateError, hasBody = true): void {
  const { headers, body } = problemWithoutRoute(failure);
  headers.set("Content-Length", String(Buffer.byteLength(body)));
  headers.set("Connection", "close");
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  const statusLine = `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}\r\n`;
  socket.end(`${statusLine}${lines.join("")}\r\n${hasBody ? body : ""}`);
  const late = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(late));
  socket.resume();
}
