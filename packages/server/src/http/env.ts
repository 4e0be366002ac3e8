import type { RequestContext } from "@getoperate/contract";
import {
  authenticate,
  authenticateRemembered,
  type OneTimeSignal,
  type Platform,
} from "@getoperate/use-cases";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { hangUpOf } from "./hang-up.ts";
import type { LateAnswer } from "./late-answer.ts";

/** What every handler finds: Node's own request and response, and the request's id. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { requestId: string; hangUp?: OneTimeSignal; lateAnswer?: LateAnswer };
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
  const hangUp = hangUpOf(context.env.outgoing);
  context.set("hangUp", hangUp);
  const caller: RequestContext = {
    requestId: context.get("requestId"),
    token: bearerToken(context, options.fromQuery),
    trigger: options.trigger,
    signal: hangUp,
    requireCaller: (from) =>
      (from === "memory" ? authenticateRemembered : authenticate)(options.platform, caller),
  };
  return caller;
}

const BEARER = /^bearer +(\S+)$/i;

/** The header wins; the query counts only where a sender may be unable to set headers. */
function bearerToken(context: HttpContext, fromQuery: boolean): string | undefined {
  const header = context.req.header("authorization");
  const bearer = header === undefined ? undefined : BEARER.exec(header.trim())?.[1];
  return bearer ?? (fromQuery ? context.req.query("token") : undefined);
}
