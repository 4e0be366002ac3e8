import type { RequestContext } from "@getoperate/contract";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** What every handler finds: Node's own request and response, and the request's id. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string };
}

export type HttpContext = Context<Env>;

/** Who asks and how, for the verbs. `fromQuery`: whether a token may stand in the URL here. */
export function requestContext(
  context: HttpContext,
  options: { readonly trigger: RequestContext["trigger"]; readonly fromQuery: boolean },
): RequestContext {
  const hangUp = new AbortController();
  const { outgoing } = context.env;
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) {
      hangUp.abort();
    }
  });
  return {
    requestId: context.get("requestId"),
    token: bearerToken(context, options.fromQuery),
    trigger: options.trigger,
    signal: hangUp.signal,
  };
}

const BEARER = /^bearer +(\S+)$/i;

/** The header wins; the query counts only where a sender may be unable to set headers. */
function bearerToken(context: HttpContext, fromQuery: boolean): string | undefined {
  const header = context.req.header("authorization");
  const bearer = header === undefined ? undefined : BEARER.exec(header.trim())?.[1];
  return bearer ?? (fromQuery ? context.req.query("token") : undefined);
}
