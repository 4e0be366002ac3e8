import { type AgentTokenHandlers, agentTokensRouter } from "./agent-tokens.ts";
import { type JobHandlers, jobsRouter } from "./jobs.ts";
import { type LimitHandlers, limitsRouter } from "./limits.ts";
import { router } from "./procedure.ts";
import { type ResourceHandlers, resourcesRouter } from "./resources.ts";
import { type ScriptHandlers, scriptsRouter } from "./scripts.ts";
import { type StateHandlers, stateRouter } from "./state.ts";
import { type TokenHandlers, tokensRouter } from "./tokens.ts";
import { type UserHandlers, usersRouter } from "./users.ts";
import { type VariableHandlers, variablesRouter } from "./variables.ts";
import { type WorkerHandlers, workersRouter } from "./workers.ts";
import { type WorkspaceHandlers, workspacesRouter } from "./workspaces.ts";

/** Every verb of the product; `use-cases` implements them. */
export interface Handlers {
  scripts: ScriptHandlers;
  jobs: JobHandlers;
  variables: VariableHandlers;
  resources: ResourceHandlers;
  state: StateHandlers;
  tokens: TokenHandlers;
  users: UserHandlers;
  workspaces: WorkspaceHandlers;
  limits: LimitHandlers;
  workers: WorkerHandlers;
  agentTokens: AgentTokenHandlers;
}

/** The list of all procedures, over the verbs that do the work. */
export function createRouter(handlers: Handlers) {
  return router({
    scripts: scriptsRouter(handlers.scripts),
    jobs: jobsRouter(handlers.jobs),
    variables: variablesRouter(handlers.variables),
    resources: resourcesRouter(handlers.resources),
    state: stateRouter(handlers.state),
    tokens: tokensRouter(handlers.tokens),
    users: usersRouter(handlers.users),
    workspaces: workspacesRouter(handlers.workspaces),
    limits: limitsRouter(handlers.limits),
    workers: workersRouter(handlers.workers),
    agentTokens: agentTokensRouter(handlers.agentTokens),
  });
}

export type AppRouter = ReturnType<typeof createRouter>;
