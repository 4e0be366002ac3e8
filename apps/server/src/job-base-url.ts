import { HOST_ALIAS, isLoopbackRule } from "@getoperate/runtime";
import type { Config } from "./config.ts";
import { isLoopback } from "./loopback.ts";

/**
 * Address of a server as a job has to call it.
 *
 * Loopback is a job's own. Where an operator lets jobs reach the host's, it has another address.
 */
export function jobBaseUrl(config: Config, baseUrl: string): string {
  const url = new URL(baseUrl);
  const isSeparate = config.sandbox === "bubblewrap" && config.OPERATE_EGRESS === "public";
  if (isSeparate && isLoopback(url.hostname) && config.OPERATE_EGRESS_ALLOW.some(isLoopbackRule)) {
    url.hostname = HOST_ALIAS;
    return url.href.replace(/\/$/, "");
  }
  return baseUrl;
}
