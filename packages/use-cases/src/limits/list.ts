import { type Call, isWebhookSpecific, type Limit } from "@getoperate/contract";
import { authenticate } from "../auth/authenticate.ts";
import { forbidden } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** Every bound of the instance. Any token may ask, but one that only runs a single runnable. */
export async function listLimits(
  platform: Platform,
  { ctx }: Call<Record<string, never>>,
): Promise<{ items: Limit[] }> {
  const actor = await authenticate(platform, ctx);
  if (isWebhookSpecific(actor.scopes)) {
    throw forbidden();
  }
  return { items: [...platform.limits] };
}
