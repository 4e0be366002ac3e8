import { tlsFront } from "@getoperate/testing/tls-front";
import { startWorker } from "@getoperate/testing/worker-process";
import type { Measurement } from "../measurement.ts";
import { ADD, deploy, type World } from "../world.ts";
import { httpMeasurement, type Target } from "./http-measurement.ts";
import { syncTarget } from "./server-target.ts";

const DATABASE = "bench_agent";

/** Sync calls of a server that runs nothing itself: all is run by an agent, over TLS on loopback. */
export function agentMeasurement(world: World, stack: AsyncDisposableStack): Measurement {
  return httpMeasurement(world, {
    name: "agent-64",
    side: "ours",
    concurrency: 64,
    target: () => startAgent(world, stack),
  });
}

async function startAgent(world: World, stack: AsyncDisposableStack): Promise<Target> {
  const server = stack.use(await world.startServer(DATABASE, { OPERATE_MODE: "server" }));
  const front = stack.use(await tlsFront(server.url));
  const made = await server.request("POST", "//api/agent_tokens", { body: { tags: ["default"] } });
  const agent = stack.use(
    await startWorker(
      {
        OPERATE_MODE: "agent",
        OPERATE_SERVER_URL: front.url,
        OPERATE_AGENT_TOKEN: Object(made.json()).token,
        OPERATE_BASE_URL: server.url,
        NODE_EXTRA_CA_CERTS: front.certificateFile,
      },
      world.program,
    ),
  );
  await deploy(server, ADD);
  const connectionString = world.database.connectionString(DATABASE);
  const target = syncTarget(world, { server, connectionString });
  return { ...target, roots: [...target.roots, agent.pid] };
}
