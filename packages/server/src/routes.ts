import { createRouter } from "@getoperate/contract";
import { createHandlers } from "@getoperate/use-cases";
import { Hono } from "hono";
import { mountAgent } from "./agent/routes.ts";
import { mountDocs } from "./docs/routes.ts";
import { mountHealth } from "./health.ts";
import { anyOrigin } from "./http/cors.ts";
import { refuseUnlessReady } from "./http/draining.ts";
import type { Env } from "./http/env.ts";
import { sendLateAnswers } from "./http/late-answer.ts";
import { noRoute } from "./http/no-route.ts";
import { problemResponse } from "./http/problem.ts";
import { requestId } from "./http/request-id.ts";
import { requireHttp1 } from "./http/require-http1.ts";
import { securityHeaders } from "./http/security-headers.ts";
import type { ServerParts } from "./options.ts";
import { mountRest } from "./rest.ts";
import { mountTrpc } from "./trpc.ts";
import { mountProbes } from "./webhooks/probes.ts";
import { mountWebhooks } from "./webhooks/routes.ts";

/** Every route of the server, in order. */
export function createRoutes(parts: ServerParts): Hono<Env> {
  const app = new Hono<Env>();
  const handlers = createHandlers(parts.platform);
  const { bodyLimitBytes } = parts.settings;
  app.use(sendLateAnswers(parts));
  app.use(requestId);
  app.use(securityHeaders);
  app.use(requireHttp1);
  mountHealth(app, parts);
  mountProbes(app);
  app.use("/api/*", anyOrigin);
  app.use("/trpc/*", anyOrigin);
  app.use(refuseUnlessReady(parts));
  mountWebhooks(app, parts);
  const { platform, log } = parts;
  mountRest(app, handlers, { platform, bodyLimitBytes });
  mountTrpc(app, createRouter(handlers), { platform, bodyLimitBytes, log });
  mountAgent(app, platform);
  mountDocs(app, parts.openApiDocument);
  app.get("/", (context) => context.redirect("/docs"));
  app.notFound((context) => problemResponse(context, noRoute(app, context.req.path), parts.log));
  app.onError((error, context) => problemResponse(context, error, parts.log));
  return app;
}
