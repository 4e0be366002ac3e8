import type { CallOptions } from "../call-options.ts";
import type { components } from "../generated/openapi.ts";
import { send } from "../http/send.ts";
import type { Connection } from "../options.ts";
import type { RestClient } from "../rest.ts";
import { unwrap } from "../unwrap.ts";

/** A job as the server shows it: status, arguments, result, who started it, when and where it ran. */
export type Job = components["schemas"]["Job"];

export async function getJob(
  { connection, rest }: { readonly connection: Connection; readonly rest: RestClient },
  id: string,
  { signal, timeoutMs }: CallOptions,
): Promise<Job> {
  const answer = await rest.GET("/api/w/{workspace}/jobs/{id}", {
    params: { path: { id } },
    fetch: (request) => send(connection, request, timeoutMs),
    ...(signal === undefined ? {} : { signal }),
  });
  return unwrap(answer);
}
