import type { SendRequest } from "@getoperate/testing/requester";
import { SCRIPTS } from "./scripts.ts";

/** Most ids of one kind that are remembered. */
const MOST = 200;

/** What is there to be asked for. Grows while requests are answered. */
export interface World {
  /** Tokens by what they may do, good ones and bad ones. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Scripts that nobody archives, each as often as it is to be asked for; so their hashes. */
  readonly paths: readonly string[];
  readonly hashes: readonly string[];
  /** Scripts to be archived and deployed to. */
  readonly spare: readonly string[];
  /** Variables and resources that nobody deletes, and such that are to be deleted. */
  readonly kept: readonly string[];
  readonly deletable: readonly string[];
  readonly jobs: string[];
  /** Tokens to be revoked. */
  readonly tokenIds: string[];
  readonly agentTokenIds: string[];
  readonly cursors: string[];
}

/** Deploys scripts, makes users, tokens and jobs. */
export async function prepareWorld(request: SendRequest, adminToken: string): Promise<World> {
  const made = async (path: string, body: object) => {
    const answer = await request("POST", path, { body });
    if (answer.status !== 201) {
      throw new Error(`The fuzzer's world is not made: ${path} ${answer.text}`);
    }
    return Object(answer.json());
  };
  const hashes: string[] = [];
  for (const { path, content, settings, weight } of SCRIPTS) {
    const { hash } = await made("/scripts", { path, content, ...settings });
    hashes.push(...Array<string>(weight).fill(String(hash)));
  }
  const spare = ["f/fuzz/spare", "f/fuzz/deep/er/spare", "u/dev/spare"];
  await made("/users", { username: "dev", role: "developer" });
  await made("/users", { username: "op", role: "operator" });
  for (const path of spare) {
    await made("/scripts", { path, content: "export function main() {}" });
  }
  const token = async (body: object) => String((await made("/tokens", body)).token);
  const revoked = await made("/tokens", { label: "revoked" });
  await request("DELETE", `/tokens/${revoked.id}`);
  const tokenIds: string[] = [];
  const agentTokenIds: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    tokenIds.push(String((await made("/tokens", { label: "spare" })).id));
    agentTokenIds.push(String((await made("//api/agent_tokens", { tags: ["spare"] })).id));
  }
  const [kept, deletable] = await makeItems(made);
  const jobs: string[] = [];
  for (const path of SCRIPTS.map((script) => script.path)) {
    const run = await request("POST", `/jobs/run_wait_result/p/${path}`);
    jobs.push(run.headers.get("x-job-id") ?? "00000000-0000-0000-0000-000000000000");
  }
  const other = await made("//api/workspaces", { id: "other" });
  return {
    tokens: {
      admin: adminToken,
      developer: await token({ owner: "dev" }),
      operator: await token({ owner: "op" }),
      reader: await token({ scopes: ["jobs:read", "scripts:read"] }),
      runner: await token({ scopes: ["jobs:run", "jobs:cancel"] }),
      webhook: await token({ scopes: ["jobs:run:scripts:f/fuzz/echo"] }),
      foreign: String(other.token),
      revoked: String(revoked.token),
      unknown: adminToken.replace(/.$/, "1"),
    },
    paths: SCRIPTS.flatMap(({ path, weight }) => Array<string>(weight).fill(path)),
    hashes,
    spare,
    kept,
    deletable,
    jobs,
    tokenIds,
    agentTokenIds,
    cursors: [],
  };
}

/** Makes variables and resources, both at the same paths. */
async function makeItems(
  made: (path: string, body: object) => Promise<unknown>,
): Promise<[kept: string[], deletable: string[]]> {
  const kept = ["f/fuzz/kept", "u/admin/kept"];
  const deletable = Array.from({ length: 20 }, (_, index) => `f/fuzz/item-${index}`);
  for (const path of [...kept, ...deletable]) {
    await made("/variables", { path, value: "plain" });
    await made("/resources", { path, resource_type: "thing", value: { a: ["$var:f/fuzz/kept"] } });
  }
  await made("/variables", { path: "f/fuzz/secret", value: "a secret text", is_secret: true });
  return [[...kept, "f/fuzz/secret"], deletable];
}

/** Remembers an id or cursor; of many, those that came last. */
export function remember(pool: string[], value: string): void {
  if (!pool.includes(value)) {
    pool.push(value);
    pool.splice(0, Math.max(0, pool.length - MOST));
  }
}
