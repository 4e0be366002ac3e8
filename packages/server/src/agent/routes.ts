import {
  AGENT_PROTOCOL,
  AGENT_PROTOCOL_HEADER,
  AgentArgumentsWanted,
  AgentBeat,
  AgentExchange,
  AgentGiveBack,
  AgentNewsWanted,
  AgentOutput,
  AgentRelease,
  AgentSecretsWanted,
  AgentVersionWanted,
  OperateError,
  RegisterAgent,
  Uuid,
} from "@getoperate/contract";
import {
  type AgentWorker,
  agentHeartbeat,
  agentSecretsToMask,
  appendAgentOutput,
  authenticateAgent,
  authenticateAgentWorker,
  awaitAgentNews,
  exchangeWithAgent,
  giveBackFromAgent,
  loadAgentArguments,
  loadAgentVersion,
  maxAgentBodyBytes,
  type Platform,
  registerAgent,
  releaseAgent,
  resolveAgentArguments,
} from "@getoperate/use-cases";
import type { Hono, MiddlewareHandler } from "hono";
import type { z } from "zod";
import { type Env, type HttpContext, requestContext } from "../http/env.ts";
import { parseValue } from "../http/parse.ts";
import { readBody } from "../http/read-body.ts";
import { parseJsonObject } from "../rest/json-body.ts";

/** What agents say to a server. Only their own tokens are taken here, and nowhere else. */
export function mountAgent(app: Hono<Env>, platform: Platform): void {
  const inputOf = async <Schema extends z.ZodType>(context: HttpContext, schema: Schema) => {
    const body = await readBody(context.env.incoming, maxAgentBodyBytes(platform.settings));
    return parseValue(schema, "body", parseJsonObject(body));
  };
  app.use("/agent/*", requireProtocol);
  app.post("/agent/workers", async (context) => {
    const grant = await authenticateAgent(platform, callerOf(context, platform));
    const input = await inputOf(context, RegisterAgent);
    return context.json(await registerAgent(platform, grant, input));
  });
  const on = <Schema extends z.ZodType>(
    name: string,
    schema: Schema,
    verb: (worker: AgentWorker, input: z.output<Schema>, context: HttpContext) => Promise<object>,
  ) =>
    app.post(`/agent/workers/:worker/${name}`, async (context) => {
      const id = parseValue(Uuid, "worker", context.req.param("worker"));
      const caller = callerOf(context, platform);
      const worker = await authenticateAgentWorker(platform, caller, id);
      return context.json(await verb(worker, await inputOf(context, schema), context));
    });
  on("exchange", AgentExchange, (worker, input) => exchangeWithAgent(platform, worker, input));
  on("heartbeat", AgentBeat, (worker, input) => agentHeartbeat(platform, worker, input));
  on("output", AgentOutput, (worker, input) => appendAgentOutput(platform, worker, input));
  on("version", AgentVersionWanted, (worker, input) => loadAgentVersion(platform, worker, input));
  on("arguments", AgentArgumentsWanted, (worker, input) =>
    loadAgentArguments(platform, worker, input),
  );
  on("resolve", AgentArgumentsWanted, (worker, input) =>
    resolveAgentArguments(platform, worker, input),
  );
  on("secrets", AgentSecretsWanted, (worker, input) => agentSecretsToMask(platform, worker, input));
  on("give-back", AgentGiveBack, (worker, input) => giveBackFromAgent(platform, worker, input));
  on("news", AgentNewsWanted, (worker, { after }, context) =>
    awaitAgentNews(platform, worker, { after, signal: callerOf(context, platform).signal }),
  );
  on("release", AgentRelease, (worker) => releaseAgent(platform, worker));
}

function callerOf(context: HttpContext, platform: Platform) {
  return requestContext(context, { platform, trigger: "webhook", fromQuery: false });
}

/** An agent and a server of different versions may understand each other wrongly. */
const requireProtocol: MiddlewareHandler<Env> = async (context, next) => {
  const protocol = context.req.header(AGENT_PROTOCOL_HEADER) ?? "none";
  if (protocol !== String(AGENT_PROTOCOL)) {
    throw new OperateError(
      "unsupported-protocol",
      `The agent speaks protocol ${protocol.slice(0, 20)}, this server ${AGENT_PROTOCOL}: update the older one.`,
    );
  }
  await next();
};
