// The limit of a route: the framework of the product, a body checked by a schema, and its answer.
import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";
import { serve } from "./serve.ts";

const Body = z.record(z.string(), z.unknown());

const app = new Hono();
app.post("/api/w/:workspace/jobs/run_wait_result/p/:path{.+}", async (context) =>
  context.json(Body.parse(await context.req.json())),
);
const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
const server = createServer((...request) => void listener(...request));
server.listen(0, "127.0.0.1");
await once(server, "listening");

serve(async (): Promise<{ port: number }> => ({ port: Object(server.address()).port }));
