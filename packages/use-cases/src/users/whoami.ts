import { type Call, isWebhookSpecific, type Whoami } from "@getoperate/contract";
import { authenticate } from "../auth/authenticate.ts";
import { forbidden, requireWorkspace } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** Whose token this is. Any token may ask, but one that only runs a single runnable. */
export async function whoami(
  platform: Platform,
  call: Call<{ readonly workspace: string }>,
): Promise<Whoami> {
  const actor = await authenticate(platform, call.ctx);
  requireWorkspace(actor, call.input.workspace);
  if (isWebhookSpecific(actor.scopes)) {
    throw forbidden();
  }
  const { username, workspace, role, scopes } = actor;
  return { username, workspace, role, scopes: scopes === null ? null : [...scopes] };
}
