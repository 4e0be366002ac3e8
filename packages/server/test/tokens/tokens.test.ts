import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const Created = z.object({ id: z.string(), token: z.string(), prefix: z.string() });

describe("tokens", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/mine", "export function main() { return 1; }");
    await instance.deploy("u/admin/other", "export function main() { return 2; }");
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const create = async (body: object = {}, token = ADMIN_TOKEN) =>
    Created.parse((await instance.request("POST", "/tokens", { body, token })).json());
  const runMine = "/jobs/run_wait_result/p/u/admin/mine";

  it("W8 takes a bearer token from the header or the query, and the header wins", async () => {
    const byQuery = await instance.request("POST", `${runMine}?token=${ADMIN_TOKEN}`, {
      token: null,
    });
    expect(byQuery.text).toBe("1");
    const wrongHeader = await instance.request("POST", `${runMine}?token=${ADMIN_TOKEN}`, {
      token: "gop_u_wrong",
    });
    expect(wrongHeader.status).toBe(401);
  });

  it("W8 never authenticates a run by cookie", async () => {
    const headers = { cookie: `token=${ADMIN_TOKEN}; operate_session=${ADMIN_TOKEN}` };
    expect((await instance.request("POST", runMine, { token: null, headers })).status).toBe(401);
  });

  it("W9 makes tokens with label, expiry and scopes; a label changes nothing", async () => {
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const plain = await create({ label: "one", expires_at, scopes: ["jobs:run"] });
    const twin = await create({ label: "one", expires_at, scopes: ["jobs:run"] });
    for (const { token } of [plain, twin]) {
      expect((await instance.request("POST", runMine, { token })).text).toBe("1");
      expect((await instance.request("GET", "/scripts", { token })).status).toBe(403);
    }
    const past = { expires_at: new Date(0).toISOString() };
    expect((await instance.request("POST", "/tokens", { body: past })).status).toBe(400);
  });

  it("W10 shows a token once and stores its digest and a short prefix alone", async () => {
    const { token, id, prefix } = await create({ label: "shown once" });
    expect(token).toMatch(/^gop_u_[0-9A-Za-z]{49}$/);
    expect(token.startsWith(prefix)).toBe(true);
    expect(prefix.length).toBeLessThan(12);
    const list = await instance.request("GET", "/tokens");
    expect(list.text).toContain(id);
    expect(list.text).not.toContain(token);
    const client = new pg.Client(instance.connectionString);
    await client.connect();
    const { rows } = await client.query("select t::text as row from tokens t");
    await client.end();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("W11 runs its own runnable with a webhook-specific token and nothing else", async () => {
    const { token } = await create({ scopes: ["jobs:run:scripts:u/admin/mine"] });
    const own = await instance.request("POST", runMine, { token });
    expect(own.text).toBe("1");
    const started = await instance.request("POST", "/jobs/run/p/u/admin/mine", { token });
    const job = await instance.request("GET", `/jobs/${started.text}/result?wait=20`, { token });
    expect(job.text).toBe("1");
    const foreign = await instance.request("POST", "/jobs/run/p/u/admin/mine");
    const refused = [
      ["POST", "/jobs/run_wait_result/p/u/admin/other"],
      ["POST", "/jobs/run_wait_result/p/u/admin/missing"],
      ["POST", "/jobs/run/h/ffffffffffffffff"],
      ["GET", `/jobs/${foreign.text}`],
      ["GET", "/jobs/01890000-0000-7000-8000-000000000000"],
      ["GET", "/jobs"],
      ["GET", "/scripts"],
      ["GET", "/scripts/p/u/admin/mine"],
      ["GET", "/tokens"],
      ["GET", "/users/whoami"],
    ] as const;
    for (const [method, path] of refused) {
      expect([path, (await instance.request(method, path, { token })).status]).toEqual([path, 403]);
    }
  });

  it("W11 checks a webhook-specific token by hash on the script's own path", async () => {
    const { token } = await create({ scopes: ["jobs:run:scripts:u/admin/mine"] });
    const { hash } = Object((await instance.request("GET", "/scripts/p/u/admin/mine")).json());
    const { hash: other } = Object(
      (await instance.request("GET", "/scripts/p/u/admin/other")).json(),
    );
    expect(
      (await instance.request("POST", `/jobs/run_wait_result/h/${hash}`, { token })).text,
    ).toBe("1");
    expect(
      (await instance.request("POST", `/jobs/run_wait_result/h/${other}`, { token })).status,
    ).toBe(403);
  });

  it("W11 never lets a token mint a broader one", async () => {
    const { token } = await create({ scopes: ["tokens:write", "jobs:run"] });
    const mint = (scopes: string[] | null) =>
      instance.request("POST", "/tokens", { token, body: { scopes } });
    expect((await mint(["jobs:run:scripts:u/admin/mine"])).status).toBe(201);
    expect((await mint(["jobs:read"])).status).toBe(403);
    expect((await mint(null)).status).toBe(403);
  });

  it("W11 keeps a token within its workspace", async () => {
    const made = await instance.request("POST", "//api/workspaces", { body: { id: "second" } });
    expect(made.status).toBe(201);
    const { token } = Object(made.json());
    expect((await instance.request("GET", "/scripts", { token })).status).toBe(403);
    expect((await instance.request("GET", "//api/w/second/scripts", { token })).status).toBe(200);
    expect((await instance.request("GET", "//api/w/second/scripts")).status).toBe(403);
  });

  it("X3 refuses a revoked token at once, on the hot path and elsewhere", async () => {
    const { id, token } = await create();
    expect((await instance.request("POST", runMine, { token })).text).toBe("1");
    expect((await instance.request("DELETE", `/tokens/${id}`)).status).toBe(200);
    for (const [method, path] of [
      ["POST", runMine],
      ["GET", "/scripts"],
    ] as const) {
      const answer = await instance.request(method, path, { token });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("X3 refuses an expired token at once", async () => {
    const expires_at = new Date(Date.now() + 700).toISOString();
    const { token } = await create({ expires_at });
    expect((await instance.request("POST", runMine, { token })).text).toBe("1");
    await expect
      .poll(async () => (await instance.request("POST", runMine, { token })).status, {
        timeout: 5000,
      })
      .toBe(401);
  });

  it("X3 says the same of a runnable that is hidden and of one that is missing", async () => {
    await instance.request("POST", "/users", { body: { username: "eve", role: "developer" } });
    const { token } = await create({ owner: "eve" });
    const hidden = await instance.request("POST", runMine, { token });
    const missing = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/nothing", {
      token,
    });
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    const words = ({ text }: { text: string }) =>
      text.replaceAll(/u\/admin\/\w+/g, "PATH").replace(/"instance":"[^"]*"/, "");
    expect(words(hidden)).toBe(words(missing));
  });

  it("X4 keeps a token in a URL out of logs, errors and caches", async () => {
    const { token } = await create();
    const answers = [
      await instance.request("POST", `${runMine}?token=${token}`, { token: null }),
      await instance.request("POST", `/jobs/run/p/bad?token=${token}`, { token: null }),
      await instance.request("GET", `/nothing?token=${token}`, { token: null }),
    ];
    for (const { headers, text } of answers) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(text).not.toContain(token);
    }
    expect(instance.logged.join("\n")).not.toContain(token);
  });
});
