import { apiErrorFrom, foreignAnswer } from "../api-error.ts";
import type { RunOptions } from "../call-options.ts";
import { send } from "../http/send.ts";
import { parseJsonOrText } from "../json.ts";
import type { Place } from "./job-request.ts";
import { type Run, runRequest } from "./run.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Starts a job; resolves to its id when the server has it for good. */
export async function runAsync(place: Place, run: Run, options: RunOptions): Promise<string> {
  const { signal, timeoutMs } = options;
  const request = runRequest(place, run, { waitSeconds: undefined, signal });
  const response = await send(place.connection, request, timeoutMs);
  const text = await response.text();
  if (!response.ok) {
    throw apiErrorFrom(response, parseJsonOrText(text));
  }
  if (!UUID.test(text)) {
    throw foreignAnswer(response);
  }
  return text;
}
