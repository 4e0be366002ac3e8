import { createRouter, OperateError } from "@getoperate/contract";
import { createHandlers } from "@getoperate/use-cases";
import { Hono } from "hono";
import { mountDocs } from "./docs/routes.ts";
import { mountHealth } from "./health.ts";
import { anyOrigin } from "./http/cors.ts";
import { refuseUnlessReady } from "./http/draining.ts";
import type { Env, HttpContext } from "./http/env.ts";
import { noSuchRoute, problemResponse } from "./http/problem.ts";
import { requestId } from "./http/request-id.ts";
import { securityHeaders } from "./http/security-headers.ts";
import type { ServerParts } from "./options.ts";
import { mountRest } from "./rest.ts";
import { mountTrpc } from "./trpc.ts";
import { mountProbes } from "./webhooks/probes.ts";
import { mountWebhooks } from "./webhooks/routes.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every route of the server, in order. */
export function createRoutes(parts: ServerParts): Hono<Env> {
  const app = new Hono<Env>();
  const handlers = createHandlers(parts.platform);
  const { bodyLimitBytes } = parts.settings;
  app.use(requestId);
  app.use(securityHeaders);
  mountHealth(app, parts);
  mountProbes(app);
  app.use("/api/*", anyOrigin);
  app.use("/trpc/*", anyOrigin);
  app.use(refuseUnlessReady(parts));
  mountWebhooks(app, parts);
  const { platform, log } = parts;
  mountRest(app, handlers, { platform, bodyLimitBytes });
  mountTrpc(app, createRouter(handlers), { platform, bodyLimitBytes, log });
  mountDocs(app, parts.openApiDocument);
  app.get("/", (context) => context.redirect("/docs"));
  app.notFound((context) => {
    const allow = allowedMethods(app, context);
    const detail = `This address takes ${allow.join(", ")}.`;
    const failure =
      allow.length === 0
        ? noSuchRoute()
        : new OperateError("method-not-allowed", detail, { allow });
    return problemResponse(context, failure, parts.log);
  });
  app.onError((error, context) => problemResponse(context, error, parts.log));
  return app;
}

/** Methods other than the request's that the address has a route for. */
function allowedMethods(app: Hono<Env>, context: HttpContext): string[] {
  return METHODS.filter((method) => {
    const [matches] = app.router.match(method, context.req.path);
    // Middleware matches every address; a route is what comes after it.
    return matches.some(([[, route]]) => route.method === method);
  });
}
