import fc from "fast-check";
import type { World } from "../world.ts";
import { hostileJsonBody } from "./body.ts";
import { type FuzzRequest, toRequest } from "./fuzz-request.ts";
import { authorization, extraHeaders } from "./headers.ts";
import { pathTrick, queryText, strayPair } from "./url.ts";

const METHODS = [
  "GET",
  "HEAD",
  "OPTIONS",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "TRACE",
  "PROPFIND",
  "MKCOL",
  "SEARCH",
  "QUERY",
  "PURGE",
  "FOO",
  "get",
  "M-SEARCH",
];

const STARTS = [
  "/",
  "//",
  "/api",
  "/api/",
  "/api/w",
  "/api/w/main",
  "/api/w/main/",
  "/api/w/main/jobs",
  "/api/w/main/jobs/run",
  "/api/w/main/jobs/run/",
  "/api/w/main/jobs/run/p/",
  "/api/w/main/jobs/run/f/fuzz/echo",
  "/api/w/main/jobs/run_wait_result",
  "/api/w/main/jobs/run_wait_result/p",
  "/api/w/main/jobs/run_wait_result/u/",
  "/api/w/main/jobs/run_and_stream/p/f/fuzz/echo",
  "/api/w/main/scripts/",
  "/api/w/main/scripts/p/",
  "/API/w/main/scripts",
  "/api/w/main/scripts/history/",
  "/api/w//scripts",
  "/api/w/main/users/whoami/",
  "/trpc",
  "/trpc/",
  "/livez/",
  "/readyz",
  "/docs",
  "/docs/",
  "/docs/errors",
  "/docs/start.js",
  "/docs/%2e%2e/%2e%2e/package.json",
  "/docs/scalar.js.map",
  "/openapi.json",
  "/openapi.yaml",
  "/metrics",
  "/.env",
  "/.git/config",
  "/favicon.ico",
  "/robots.txt",
  "/index.html",
  "*",
];

/** Requests to wherever, by whatever method. */
export function strayRequest(world: World): fc.Arbitrary<FuzzRequest> {
  const end = fc.oneof(
    fc.constant(""),
    pathTrick.map((trick) => `/${trick}`),
    pathTrick,
  );
  const query = fc.oneof(
    { weight: 3, arbitrary: fc.constant("") },
    {
      weight: 1,
      arbitrary: fc
        .array(strayPair, { maxLength: 2 })
        .map((pairs) => `?${queryText(pairs, "escaped")}`),
    },
  );
  return fc
    .tuple(
      fc.constantFrom(...METHODS),
      fc.constantFrom(...STARTS),
      end,
      query,
      authorization(world),
      extraHeaders,
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: hostileJsonBody },
      ),
    )
    .map(([method, start, rest, search, caller, extra, body]) =>
      toRequest({
        aim: "stray",
        method,
        target: `${start}${rest}${search}`,
        headers: [...caller, ...extra, ...(body?.headers ?? [])],
        body: body?.bytes,
        isChunked: false,
      }),
    );
}
