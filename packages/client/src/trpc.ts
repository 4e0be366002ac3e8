import { createTRPCClientProxy, httpLink, type TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "./generated/app-router.ts";
import { type ConnectionOptions, connectionFrom } from "./options.ts";
import { fetchJson } from "./trpc/fetch-json.ts";
import { RetryingClient } from "./trpc/retrying-client.ts";

export type { AppRouter, ConnectionOptions };

/** What the procedures take, by router and name. */
export type RouterInputs = inferRouterInputs<AppRouter>;
/** What the procedures answer with, by router and name. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;

/** Every procedure of the server: `client.jobs.get.query({ … })`. */
export type OperateTrpcClient = TRPCClient<AppRouter>;

/**
 * Makes a tRPC client with the rights of a token.
 *
 * Each call is a request of its own, so that none waits for a job that another one waits for. It
 * rejects with the errors of `@getoperate/client`.
 */
export function createTrpcClient(options: ConnectionOptions): OperateTrpcClient {
  const connection = connectionFrom(options);
  const link = httpLink<AppRouter>({
    url: `${connection.baseUrl}/trpc`,
    headers: { Authorization: `Bearer ${connection.token}` },
    fetch: (url, init) =>
      fetchJson(
        connection,
        new Request(url, { ...init, signal: init?.signal ?? null, credentials: "omit" }),
      ),
  });
  return createTRPCClientProxy<AppRouter>(new RetryingClient(connection, { links: [link] }));
}
