/** The groups of operations, in the order a reader meets them. */
export const TAGS = [
  { name: "scripts", description: "Deploy scripts and read their versions" },
  { name: "webhooks", description: "Run a script, with any body, and get its result or its job" },
  { name: "jobs", description: "What ran, what runs and what waits" },
  { name: "variables", description: "Texts that scripts read, plain ones and secrets" },
  { name: "resources", description: "Typed JSON that scripts read, such as connections" },
  { name: "state", description: "What scripts remember from job to job" },
  { name: "tokens", description: "Who may call, and what" },
  { name: "users", description: "The members of a workspace" },
  { name: "workspaces", description: "The tenants of the instance" },
  { name: "workers", description: "Who runs the jobs, and what agents are let in with" },
  { name: "limits", description: "The bounds that the instance keeps" },
  { name: "instance", description: "The state of the server itself" },
] as const;
