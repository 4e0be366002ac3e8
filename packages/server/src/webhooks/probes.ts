import type { Hono, MiddlewareHandler } from "hono";
import type { Env } from "../http/env.ts";

/**
 * What senders ask of a run route before they use it; none of it runs anything. `HEAD`: whether it
 * is there. `OPTIONS` with `WebHook-Request-Origin`: the handshake of CloudEvents' webhooks, by
 * which a broker asks whether it may send. Other `OPTIONS` are left to CORS.
 */
const answerProbes: MiddlewareHandler<Env> = async (context, next) => {
  const { method } = context.req;
  if (method === "HEAD") {
    return new Response(null, { status: 200 });
  }
  const origin = context.req.header("webhook-request-origin");
  if (method === "OPTIONS" && origin !== undefined) {
    return new Response(null, {
      status: 200,
      headers: { "WebHook-Allowed-Origin": origin, "WebHook-Allowed-Rate": "*", Allow: "POST" },
    });
  }
  return next();
};

/** Before CORS, which would take every `OPTIONS` for a question of its own. */
export function mountProbes(app: Hono<Env>): void {
  app.use("/api/w/:workspace/jobs/run/*", answerProbes);
  app.use("/api/w/:workspace/jobs/run_wait_result/*", answerProbes);
  app.use("/api/w/:workspace/jobs/run_and_stream/*", answerProbes);
}
