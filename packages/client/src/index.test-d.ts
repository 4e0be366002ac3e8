// Checked by the compiler alone: what is generated says the same as the contract, and `rest` knows
// its routes.
import type * as contract from "@getoperate/contract";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { components, ErrorCode, Fault, Job, OperateClient } from "./index.ts";
import type { OperateTrpcClient, RouterInputs, RouterOutputs } from "./trpc.ts";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function holds<_Claim extends true>(): void {}

holds<Same<ErrorCode, contract.ErrorCode>>();
holds<Same<Fault, contract.Fault>>();
holds<Same<RouterInputs, inferRouterInputs<contract.AppRouter>>>();
holds<Same<RouterOutputs, inferRouterOutputs<contract.AppRouter>>>();
holds<Same<Job["status"], contract.JobStatus>>();
holds<Same<components["schemas"]["JobEvent"], contract.JobEvent>>();

export async function restKnowsItsRoutes({ rest }: OperateClient): Promise<void> {
  const { data, error } = await rest.GET("/api/w/{workspace}/jobs/{id}", {
    params: { path: { id: "x" } },
  });
  holds<Same<typeof data, Job | undefined>>();
  if (error !== undefined) {
    holds<"not-found" extends (typeof error)["code"] ? true : false>();
    holds<"conflict" extends (typeof error)["code"] ? false : true>();
  }
  await rest.GET("/api/w/{workspace}/jobs");
  await rest.POST("/api/w/{workspace}/scripts", { body: { path: "u/admin/x", content: "…" } });
  // @ts-expect-error There is no such route.
  await rest.GET("/api/w/{workspace}/nothing");
  // @ts-expect-error The job's id is missing.
  await rest.GET("/api/w/{workspace}/jobs/{id}");
  // @ts-expect-error The content is missing.
  await rest.POST("/api/w/{workspace}/scripts", { body: { path: "u/admin/x" } });
}

export async function eventsAreNarrowedByTheirName({ runAndStream }: OperateClient): Promise<void> {
  for await (const event of runAndStream<{ at: number }>("u/admin/x")) {
    switch (event.event) {
      case "status":
        holds<Same<typeof event.data.status, "queued" | "running">>();
        break;
      case "log":
        holds<Same<typeof event.data.text, string>>();
        break;
      case "chunk":
        holds<Same<typeof event.data.at, number>>();
        break;
      case "result":
        holds<Same<typeof event.data.status, contract.FinalJobStatus>>();
        break;
      default:
        holds<Same<typeof event.event, "done">>();
    }
  }
}

export async function trpcKnowsItsProcedures(client: OperateTrpcClient): Promise<void> {
  const { id } = await client.jobs.runByPath.mutate({ workspace: "main", path: "u/admin/x" });
  holds<Same<typeof id, string>>();
  // @ts-expect-error There is no such procedure.
  client.jobs.nothing;
  // @ts-expect-error The path is missing.
  await client.jobs.runByPath.mutate({ workspace: "main" });
}
