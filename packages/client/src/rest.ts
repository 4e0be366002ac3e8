import createFetchClient, { type Client } from "openapi-fetch";
import type { BoundPaths } from "./bound-paths.ts";
import { send } from "./http/send.ts";
import type { Place } from "./jobs/job-request.ts";
import { encodePath } from "./jobs/target.ts";

/** Every route of the server's document, as `openapi-fetch` calls them. */
export type RestClient = Client<BoundPaths>;

export function createRest({ connection, workspace }: Place): RestClient {
  /** Fills the workspace in where the caller left it to the client. */
  class BoundRequest extends Request {
    constructor(input: Request | URL | string, init?: RequestInit) {
      const isAddress = typeof input === "string";
      super(isAddress ? input.replace("{workspace}", encodeURIComponent(workspace)) : input, init);
    }
  }
  return createFetchClient<BoundPaths>({
    baseUrl: connection.baseUrl,
    fetch: (request) => send(connection, request),
    Request: BoundRequest,
    pathSerializer: fillPath,
    headers: { Authorization: `Bearer ${connection.token}` },
    // The token alone says who calls, also on a page of the same server.
    credentials: "omit",
  });
}

/** The address with the parameters that were given; a runnable's path keeps its slashes. */
function fillPath(address: string, parameters: Readonly<Record<string, unknown>>): string {
  return address.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = parameters[name];
    return value === undefined ? placeholder : encodePath(String(value));
  });
}
