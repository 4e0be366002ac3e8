import { apiErrorFrom, foreignAnswer } from "../api-error.ts";
import { sendOnce } from "../http/send-once.ts";
import type { Connection } from "../options.ts";

/** Sends one request of tRPC's; an answer that tRPC could not read is an error of ours. */
export async function fetchJson(connection: Connection, request: Request): Promise<Response> {
  const response = await sendOnce(connection, request);
  if (response.headers.get("Content-Type")?.startsWith("application/json") === true) {
    return response;
  }
  throw response.ok ? foreignAnswer(response) : apiErrorFrom(response, await response.text());
}
