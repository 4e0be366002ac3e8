import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, unwrap } from "../src/index.ts";
import { createTrpcClient } from "../src/trpc.ts";

type Target = { readonly path: string } | { readonly hash: string };

/** One way into the server: the same four things to do, whatever the transport. */
interface Door {
  deploy(path: string, content: string): Promise<{ hash: string; schema: unknown }>;
  /** Starts a job and answers with its id. */
  start(target: Target, args: object): Promise<string>;
  /** Runs and answers with the return value. */
  call(target: Target, args: object): Promise<unknown>;
  /** Answers with how a job ended. */
  end(id: string): Promise<{ status: string; result: unknown; hash: string }>;
}

const first = "export function main(n: number) { return { version: 1, n }; }";
const second = "export function main(n: number) { return { version: 2, n }; }";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance[Symbol.asyncDispose]());

/** Plain HTTP, as curl would do it. */
function restDoor(): Door {
  const run = (how: string, target: Target, body: object) => {
    const place = "path" in target ? `p/${target.path}` : `h/${target.hash}`;
    return instance.request("POST", `/jobs/${how}/${place}`, { body });
  };
  return {
    async deploy(path, content) {
      const body = { path, content };
      return Object((await instance.request("POST", "/scripts", { body })).json());
    },
    start: async (target, args) => (await run("run", target, args)).text,
    call: async (target, args) => (await run("run_wait_result", target, args)).json(),
    async end(id) {
      await instance.request("GET", `/jobs/${id}/result?wait=20`);
      return Object((await instance.request("GET", `/jobs/${id}`)).json());
    },
  };
}

function trpcDoor(): Door {
  const { scripts, jobs } = createTrpcClient({ baseUrl: instance.url, token: instance.token });
  const workspace = "main";
  return {
    deploy: (path, content) => scripts.deploy.mutate({ workspace, path, content }),
    async start(target, given) {
      const args = { ...given };
      const { id } =
        "path" in target
          ? await jobs.runByPath.mutate({ workspace, ...target, args })
          : await jobs.runByHash.mutate({ workspace, ...target, args });
      return id;
    },
    async call(target, given) {
      const args = { ...given };
      const { result } =
        "path" in target
          ? await jobs.runByPathAndWait.mutate({ workspace, ...target, args })
          : await jobs.runByHashAndWait.mutate({ workspace, ...target, args });
      return result;
    },
    async end(id) {
      await jobs.result.query({ workspace, id, wait: 20 });
      const { status, result, hash } = await jobs.get.query({ workspace, id });
      return { status, result, hash };
    },
  };
}

function clientDoor(): Door {
  const client = createClient({
    baseUrl: instance.url,
    workspace: "main",
    token: instance.token,
  });
  const place = (target: Target) => ("path" in target ? target.path : target);
  return {
    async deploy(path, content) {
      return unwrap(
        await client.rest.POST("/api/w/{workspace}/scripts", { body: { path, content } }),
      );
    },
    start: (target, args) => client.runAsync(place(target), { ...args }),
    call: (target, args) => client.runWaitResult(place(target), { ...args }),
    async end(id) {
      const { status, result, hash } = await client.waitForJob(id);
      return { status, result, hash };
    },
  };
}

/** All that a user sees of one script in its life, with hashes by the name of their version. */
async function liveThrough({ deploy, start, call, end }: Door, path: string): Promise<unknown> {
  const one = await deploy(path, first);
  const seen = async (target: Target) => {
    const waited = await call(target, { n: 7 });
    const { status, result, hash } = await end(await start(target, { n: 7 }));
    return { waited, status, result, version: hash === one.hash ? "one" : "two" };
  };
  const before = { byPath: await seen({ path }), byHash: await seen({ hash: one.hash }) };
  const two = await deploy(path, second);
  const after = {
    byPath: await seen({ path }),
    byOldHash: await seen({ hash: one.hash }),
    byNewHash: await seen({ hash: two.hash }),
  };
  return { schema: one.schema, before, after };
}

const ran = (version: 1 | 2) => ({
  waited: { version, n: 7 },
  status: "success",
  result: { version, n: 7 },
  version: version === 1 ? "one" : "two",
});

describe("a script's life", () => {
  it("is the same over REST, tRPC and the client: the path moves on, a hash does not", async () => {
    const lives = [
      await liveThrough(restDoor(), "u/admin/over_rest"),
      await liveThrough(trpcDoor(), "u/admin/over_trpc"),
      await liveThrough(clientDoor(), "u/admin/over_client"),
    ];
    expect(lives[0]).toMatchObject({
      schema: { properties: { n: { type: "number" } }, required: ["n"] },
      before: { byPath: ran(1), byHash: ran(1) },
      after: { byPath: ran(2), byOldHash: ran(1), byNewHash: ran(2) },
    });
    expect(lives[1]).toEqual(lives[0]);
    expect(lives[2]).toEqual(lives[0]);
  });
});
