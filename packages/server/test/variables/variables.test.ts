import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const SECRET = "s3cr3t-välue/+";
const Created = z.object({ token: z.string() });
const Items = z.object({ items: z.array(z.object({ path: z.string() })) });

describe("variables", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await make({ path: "f/vars/plain", value: "plain value", description: "a plain one" });
    await make({ path: "f/vars/secret", value: SECRET, is_secret: true });
    await make({ path: "u/admin/own", value: "mine" });
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const make = (body: object) => instance.request("POST", "/variables", { body });
  const get = (path: string, token?: string) =>
    instance.request("GET", path, token === undefined ? {} : { token });
  const tokenWith = async (scopes: string[]) =>
    Created.parse((await instance.request("POST", "/tokens", { body: { scopes } })).json()).token;

  it("gives a plain value back, and a secret's only where it alone is asked for", async () => {
    expect((await get("/variables/p/f/vars/plain")).json()).toMatchObject({
      path: "f/vars/plain",
      value: "plain value",
      is_secret: false,
      description: "a plain one",
      created_by: "admin",
    });
    expect((await get("/variables/p/f/vars/secret")).json()).toMatchObject({
      value: null,
      is_secret: true,
    });
    expect((await get("/variables/value/f/vars/secret")).json()).toEqual({
      path: "f/vars/secret",
      value: SECRET,
    });
    expect((await get("/variables")).text).not.toContain(SECRET);
  });

  it("tells a secret only to tokens that may read secrets", async () => {
    const reader = await tokenWith(["variables:read"]);
    expect((await get("/variables/value/f/vars/plain", reader)).status).toBe(200);
    const refused = await get("/variables/value/f/vars/secret", reader);
    expect(refused.status).toBe(403);
    expect(refused.text).not.toContain(SECRET);
    const secretReader = await tokenWith(["variables:read", "secrets:read"]);
    expect((await get("/variables/value/f/vars/secret", secretReader)).status).toBe(200);
    const writer = await tokenWith(["variables:write"]);
    expect((await get("/variables/p/f/vars/plain", writer)).status).toBe(403);
  });

  it("stores a secret so that no row of it has the value", async () => {
    const client = new pg.Client(instance.connectionString);
    await client.connect();
    const { rows } = await client.query(
      "select v::text as row, encode(sealed, 'escape') as sealed from variables v",
    );
    await client.end();
    const stored = JSON.stringify(rows);
    expect(stored).toContain("plain value");
    expect(stored).not.toContain("s3cr3t");
    expect(stored).not.toContain(Buffer.from(SECRET).toString("hex"));
  });

  it("changes what is given, and makes no secret plain without a new value", async () => {
    await make({ path: "f/vars/changing", value: "one" });
    const change = (body: object) =>
      instance.request("PATCH", "/variables/p/f/vars/changing", { body });
    expect((await change({ is_secret: true })).json()).toMatchObject({ value: null });
    expect((await get("/variables/value/f/vars/changing")).json()).toMatchObject({ value: "one" });
    const refused = await change({ is_secret: false });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("/value")]);
    expect((await change({ description: "new" })).json()).toMatchObject({
      is_secret: true,
      description: "new",
    });
    expect((await change({ is_secret: false, value: "two" })).json()).toMatchObject({
      value: "two",
      description: "new",
    });
  });

  it("refuses a path twice, deletes, and knows nothing of what is gone", async () => {
    await make({ path: "f/vars/gone", value: "x" });
    expect((await make({ path: "f/vars/gone", value: "y" })).status).toBe(409);
    const remove = () => instance.request("DELETE", "/variables/p/f/vars/gone");
    expect((await remove()).json()).toEqual({ path: "f/vars/gone", deleted: true });
    expect((await remove()).status).toBe(404);
    expect((await get("/variables/value/f/vars/gone")).status).toBe(404);
  });

  it("shows others nothing of a user's own, and lists by pages", async () => {
    await instance.request("POST", "/users", { body: { username: "ben", role: "operator" } });
    const body = { owner: "ben" };
    const ben = Created.parse((await instance.request("POST", "/tokens", { body })).json()).token;
    const paths = async (query: string, token?: string) =>
      Items.parse((await get(`/variables?${query}`, token)).json()).items.map(({ path }) => path);
    expect(await paths("path_prefix=u/", ben)).toEqual([]);
    expect(await paths("path_prefix=u/")).toEqual(["u/admin/own"]);
    expect((await get("/variables/value/u/admin/own", ben)).status).toBe(404);
    const first = await get("/variables?limit=1&path_prefix=f/vars/", ben);
    const { items, next_cursor } = Items.extend({ next_cursor: z.string() }).parse(first.json());
    const rest = await paths(`path_prefix=f/vars/&cursor=${next_cursor}`, ben);
    expect([...items.map(({ path }) => path), ...rest]).toEqual(await paths("path_prefix=f/vars/"));
    const write = { path: "f/vars/bens", value: "x" };
    const refused = await instance.request("POST", "/variables", { token: ben, body: write });
    expect(refused.status).toBe(403);
  });

  it("says nothing of a secret in the server's log", () => {
    expect(instance.logged.join("\n")).not.toContain("s3cr3t");
  });
});
