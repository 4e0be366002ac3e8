import type { Connection } from "../options.ts";

/** A workspace on a server. */
export interface Place {
  readonly connection: Connection;
  readonly workspace: string;
}

export interface JobRequest {
  readonly method: "GET" | "POST";
  /** What comes after `…/jobs/`. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal | undefined;
}

/** A request below the workspace's jobs whose answer a script may shape, so that no type fits it. */
export function jobRequest({ connection, workspace }: Place, request: JobRequest): Request {
  const { method, route, headers = {}, body, signal } = request;
  return new Request(`${connection.baseUrl}/api/w/${encodeURIComponent(workspace)}/jobs/${route}`, {
    method,
    headers: { Authorization: `Bearer ${connection.token}`, ...headers },
    credentials: "omit",
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
}
