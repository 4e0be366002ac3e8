// The limit of waiting: Node's HTTP server with requests that it does not answer until it is told to.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { serve } from "./serve.ts";

export type HeldQuestion = { readonly kind: "state" } | { readonly kind: "answer" };

export interface HeldState {
  readonly port: number;
  readonly held: number;
}

let held: ServerResponse[] = [];

const server = createServer((request, response) => {
  request.resume();
  held.push(response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

serve<HeldQuestion>(async ({ kind }): Promise<HeldState> => {
  if (kind === "answer") {
    for (const response of held) {
      response.setHeader("X-Job-Id", "none").end("3");
    }
    held = [];
  }
  return { port: Object(server.address()).port, held: held.length };
});
