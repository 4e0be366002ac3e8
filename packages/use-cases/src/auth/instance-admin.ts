import { covers, type RequestContext, type RequiredScope } from "@getoperate/contract";
import type { Platform } from "../platform.ts";
import type { Actor } from "./actor.ts";
import { authenticate } from "./authenticate.ts";
import { forbidden } from "./require-scope.ts";

/** The first line of a verb of the whole instance: who calls, and whether they may do this. */
export async function requireInstanceAdmin(
  platform: Platform,
  call: { readonly ctx: RequestContext },
  scope: RequiredScope,
): Promise<Actor> {
  const actor = await authenticate(platform, call.ctx);
  if (!actor.isInstanceAdmin || !covers(actor.scopes, scope)) {
    throw forbidden();
  }
  return actor;
}
