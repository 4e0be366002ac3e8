import {
  covers,
  OperateError,
  type RequestContext,
  type RequiredScope,
} from "@getoperate/contract";
import type { Platform } from "../platform.ts";
import type { Actor } from "./actor.ts";
import { authenticate } from "./authenticate.ts";

/** The first line of a verb: who calls, and whether the token may do this in this workspace. */
export async function requireScope(
  platform: Platform,
  call: { readonly ctx: RequestContext; readonly input: { readonly workspace: string } },
  scope: RequiredScope,
): Promise<Actor> {
  const actor = await authenticate(platform, call.ctx);
  requireWorkspace(actor, call.input.workspace);
  if (!covers(actor.scopes, scope)) {
    throw forbidden();
  }
  return actor;
}

/** A token belongs to one workspace; of others it does not even learn whether they exist. */
export function requireWorkspace(actor: Actor, workspace: string): void {
  if (actor.workspace !== workspace) {
    throw forbidden();
  }
}

export function requireAdmin(actor: Actor): void {
  if (actor.role !== "admin") {
    throw new OperateError("forbidden", "Only an administrator of the workspace may do this.");
  }
}

export function forbidden(): OperateError {
  return new OperateError("forbidden", "The token does not cover this.");
}
