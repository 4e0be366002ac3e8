import type { HttpContext } from "./env.ts";

/** What may be told of a request in a log: never the URL's query, which may hold a token. */
export interface RequestFacts {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
}

export function factsOf(context: HttpContext): RequestFacts {
  const { method, path } = context.req;
  return { requestId: context.get("requestId"), method, path };
}
