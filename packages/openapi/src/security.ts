import type { SecuritySchemeObject } from "trpc-openapi";

/** How a caller says who it is. */
export const SECURITY_SCHEMES: Record<string, SecuritySchemeObject> = {
  bearer: {
    type: "http",
    scheme: "bearer",
    description: "A token of the workspace, as made by `POST /api/w/{workspace}/tokens`",
  },
  tokenInQuery: {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "The same token, for senders that can set no header; the header wins",
  },
};

export const BEARER = [{ bearer: [] }];
export const BEARER_OR_QUERY = [{ bearer: [] }, { tokenInQuery: [] }];
export const PUBLIC = [];
