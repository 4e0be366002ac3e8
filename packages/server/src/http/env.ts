import type { ServerResponse } from "node:http";
import type { HangUpSignal, RequestContext } from "@getoperate/contract";
import {
  authenticate,
  authenticateRemembered,
  OneTimeSignal,
  type Platform,
} from "@getoperate/use-cases";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Answer } from "./answer.ts";

/** What every handler finds: Node's own request and response, and the request's id. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string; lateAnswer?: Promise<Answer> };
}

export type HttpContext = Context<Env>;

export interface CallerOptions {
  readonly platform: Platform;
  readonly trigger: RequestContext["trigger"];
  /** Whether a token may stand in the URL here. */
  readonly fromQuery: boolean;
}

/** Who asks and how, for the verbs. */
export function requestContext(context: HttpContext, options: CallerOptions): RequestContext {
  const caller: RequestContext = {
    requestId: context.get("requestId"),
    token: bearerToken(context, options.fromQuery),
    trigger: options.trigger,
    signal: hangUpOf(context.env.outgoing),
    requireCaller: (from) =>
      (from === "memory" ? authenticateRemembered : authenticate)(options.platform, caller),
  };
  return caller;
}

function hangUpOf(outgoing: ServerResponse): HangUpSignal {
  const hangUp = new OneTimeSignal();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) {
      hangUp.abort();
    }
  });
  return hangUp;
}

const BEARER = /^bearer +(\S+)$/i;

/** The header wins; the query counts only where a sender may be unable to set headers. */
function bearerToken(context: HttpContext, fromQuery: boolean): string | undefined {
  const header = context.req.header("authorization");
  const bearer = header === undefined ? undefined : BEARER.exec(header.trim())?.[1];
  return bearer ?? (fromQuery ? context.req.query("token") : undefined);
}
