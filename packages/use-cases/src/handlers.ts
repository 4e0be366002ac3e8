import type { Call, Handlers } from "@getoperate/contract";
import { createAgentToken } from "./agent-tokens/create.ts";
import { listAgentTokens } from "./agent-tokens/list.ts";
import { revokeAgentToken } from "./agent-tokens/revoke.ts";
import { cancelJob } from "./jobs/cancel.ts";
import { getJob, getJobResult } from "./jobs/get.ts";
import { listJobs } from "./jobs/list.ts";
import { jobLogs } from "./jobs/logs.ts";
import { runByHash, runByHashAndWait, runByPath, runByPathAndWait } from "./jobs/run-procedures.ts";
import { setJobProgress } from "./jobs/set-progress.ts";
import { listLimits } from "./limits/list.ts";
import type { Platform } from "./platform.ts";
import { createResource } from "./resources/create.ts";
import { deleteResource } from "./resources/delete.ts";
import { getResource } from "./resources/get.ts";
import { listResources } from "./resources/list.ts";
import { updateResource } from "./resources/update.ts";
import { getResourceValue } from "./resources/value.ts";
import { archiveScript } from "./scripts/archive.ts";
import { deployScript } from "./scripts/deploy.ts";
import { getScriptByHash, getScriptByPath } from "./scripts/get.ts";
import { listScriptHistory, listScripts } from "./scripts/list.ts";
import { getState } from "./state/get.ts";
import { setState } from "./state/set.ts";
import { createToken } from "./tokens/create.ts";
import { listTokens } from "./tokens/list.ts";
import { revokeToken } from "./tokens/revoke.ts";
import { createUser } from "./users/create.ts";
import { listUsers } from "./users/list.ts";
import { whoami } from "./users/whoami.ts";
import { createVariable } from "./variables/create.ts";
import { deleteVariable } from "./variables/delete.ts";
import { getVariable } from "./variables/get.ts";
import { listVariables } from "./variables/list.ts";
import { updateVariable } from "./variables/update.ts";
import { getVariableValue } from "./variables/value.ts";
import { listWorkers } from "./workers/list.ts";
import { createWorkspace } from "./workspaces/create.ts";
import { getWorkspace } from "./workspaces/get.ts";

/** The contract's handlers: a list of the verbs. */
export function createHandlers(platform: Platform): Handlers {
  const on =
    <Input, Output>(verb: (platform: Platform, call: Call<Input>) => Promise<Output>) =>
    (call: Call<Input>) =>
      verb(platform, call);
  return {
    scripts: {
      deploy: on(deployScript),
      getByPath: on(getScriptByPath),
      getByHash: on(getScriptByHash),
      list: on(listScripts),
      history: on(listScriptHistory),
      archive: on(archiveScript),
    },
    jobs: {
      runByPath: on(runByPath),
      runByHash: on(runByHash),
      runByPathAndWait: on(runByPathAndWait),
      runByHashAndWait: on(runByHashAndWait),
      get: on(getJob),
      result: on(getJobResult),
      list: on(listJobs),
      cancel: on(cancelJob),
      setProgress: on(setJobProgress),
      logs: on(jobLogs),
    },
    variables: {
      create: on(createVariable),
      get: on(getVariable),
      value: on(getVariableValue),
      list: on(listVariables),
      update: on(updateVariable),
      delete: on(deleteVariable),
    },
    resources: {
      create: on(createResource),
      get: on(getResource),
      value: on(getResourceValue),
      list: on(listResources),
      update: on(updateResource),
      delete: on(deleteResource),
    },
    state: { get: on(getState), set: on(setState) },
    tokens: { create: on(createToken), list: on(listTokens), revoke: on(revokeToken) },
    users: { whoami: on(whoami), create: on(createUser), list: on(listUsers) },
    limits: { list: on(listLimits) },
    workers: { list: on(listWorkers) },
    agentTokens: {
      create: on(createAgentToken),
      list: on(listAgentTokens),
      revoke: on(revokeAgentToken),
    },
    workspaces: { create: on(createWorkspace), get: on(getWorkspace) },
  };
}
