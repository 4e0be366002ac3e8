import { z } from "zod";
import { pathFault } from "./paths.ts";

/** The two kinds of things that can be run, as they stand in a scope. */
export type RunnableScopeKind = "scripts" | "flows";

const PLAIN_SCOPES = [
  "jobs:read",
  "jobs:run",
  "jobs:cancel",
  "scripts:read",
  "scripts:write",
  "variables:read",
  "variables:write",
  "secrets:read",
  "resources:read",
  "resources:write",
  "state:read",
  "state:write",
  "tokens:read",
  "tokens:write",
  "users:read",
  "users:write",
  "workspaces:read",
  "workspaces:write",
  "workers:read",
  "workers:write",
] as const;

const RUN_SCOPE = /^jobs:run:(scripts|flows):(.+)$/;

/** What an operation asks for: a plain scope, or running one runnable. */
export type RequiredScope =
  | (typeof PLAIN_SCOPES)[number]
  | `jobs:run:${RunnableScopeKind}:${string}`;

/**
 * One right of a token: `<noun>:<verb>`, or `jobs:run:scripts:<path>` and `jobs:run:flows:<path>`
 * for a webhook-specific token.
 */
export const Scope = z
  .string()
  .max(300)
  .superRefine((value, context) => {
    const fault = scopeFault(value);
    if (fault !== undefined) {
      context.addIssue({ code: "custom", message: fault });
    }
  })
  .describe("One right, such as `jobs:run` or `jobs:run:scripts:u/admin/hello`");

function scopeFault(scope: string): string | undefined {
  if ((PLAIN_SCOPES as readonly string[]).includes(scope)) {
    return undefined;
  }
  const path = RUN_SCOPE.exec(scope)?.[2];
  if (path === undefined) {
    return `is no scope; known are ${PLAIN_SCOPES.join(", ")} and jobs:run:{scripts,flows}:<path>`;
  }
  const fault = pathFault(path);
  return fault === undefined ? undefined : `path ${fault}`;
}

/** Whether a token that holds `held` (null: every right of its owner) may do `required`. */
export function covers(held: readonly string[] | null, required: string): boolean {
  if (held === null || held.includes(required)) {
    return true;
  }
  return RUN_SCOPE.test(required) && held.includes("jobs:run");
}

/** Whether all scopes are for running single runnables: a webhook-specific token. */
export function isWebhookSpecific(held: readonly string[] | null): boolean {
  return held !== null && held.length > 0 && held.every((scope) => RUN_SCOPE.test(scope));
}

/** Whether a token with `held` may mint one with `wanted`: never a broader one. */
export function mayMint(held: readonly string[] | null, wanted: readonly string[] | null): boolean {
  if (held === null) {
    return true;
  }
  return wanted?.every((scope) => covers(held, scope)) ?? false;
}
