import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const Created = z.object({ token: z.string() });
const VALUE = { host: "db", port: 5432, password: "$var:f/res/password" };

describe("resources", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    const secret = { path: "f/res/password", value: "hunter2hunter2", is_secret: true };
    await instance.request("POST", "/variables", { body: secret });
    await make("f/res/db", VALUE);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const make = (path: string, value: unknown) =>
    instance.request("POST", "/resources", { body: { path, value, resource_type: "postgresql" } });
  const get = (path: string, token?: string) =>
    instance.request("GET", path, token === undefined ? {} : { token });
  const resolved = async (path: string) => (await get(`/resources/value/${path}`)).json();

  it("gives back what was stored, and the value with what its references stand for", async () => {
    const { created_at, updated_at, ...rest } = z
      .record(z.string(), z.unknown())
      .parse((await get("/resources/p/f/res/db")).json());
    expect([typeof created_at, typeof updated_at]).toEqual(["string", "string"]);
    expect(rest).toEqual({
      path: "f/res/db",
      resource_type: "postgresql",
      value: VALUE,
      description: "",
      created_by: "admin",
    });
    expect(await resolved("f/res/db")).toMatchObject({
      value: { host: "db", port: 5432, password: "hunter2hunter2" },
    });
    expect((await get("/resources")).text).not.toContain("5432");
  });

  it("tells secrets in a value only to tokens that may read secrets", async () => {
    const body = { scopes: ["resources:read"] };
    const { token } = Created.parse((await instance.request("POST", "/tokens", { body })).json());
    expect((await get("/resources/p/f/res/db", token)).status).toBe(200);
    expect((await get("/resources/value/f/res/db", token)).status).toBe(403);
  });

  it("resolves resources in resources, and refuses circles, depth and what is missing", async () => {
    await make("f/res/outer", { list: [1, "$res:f/res/db"], "$var:key": "a $var:text" });
    expect(await resolved("f/res/outer")).toMatchObject({
      value: { list: [1, { password: "hunter2hunter2" }], "$var:key": "a $var:text" },
    });
    await make("f/res/yin", "$res:f/res/yang");
    await make("f/res/yang", ["$res:f/res/yin"]);
    const circle = await get("/resources/value/f/res/yin");
    expect([circle.status, circle.text]).toEqual([400, expect.stringContaining("circle")]);
    for (let at = 0; at < 12; at += 1) {
      await make(`f/res/deep${at}`, `$res:f/res/deep${at + 1}`);
    }
    expect((await get("/resources/value/f/res/deep0")).text).toContain("nested");
    await make("f/res/broken", "$var:f/res/nobody");
    expect((await get("/resources/value/f/res/broken")).text).toContain(
      "There is no variable f/res/nobody that admin may read",
    );
    await make("f/res/wrong", "$res:elsewhere");
    expect((await get("/resources/value/f/res/wrong")).text).toContain("must look like");
  });

  it("refuses what would grow beyond all bounds", async () => {
    await make("f/res/many", Array(20_000).fill("$res:f/res/more"));
    await make("f/res/more", "x".repeat(10_000));
    const answer = await get("/resources/value/f/res/many");
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("too large")]);
  });

  it("changes, filters and deletes; a path is taken once", async () => {
    expect((await make("f/res/db", 1)).status).toBe(409);
    await make("f/res/temporary", null);
    const path = "/resources/p/f/res/temporary";
    const changed = await instance.request("PATCH", path, { body: { resource_type: "other" } });
    expect(changed.json()).toMatchObject({ value: null, resource_type: "other" });
    const listed = await get("/resources?resource_type=other");
    expect(z.object({ items: z.array(z.unknown()) }).parse(listed.json()).items).toHaveLength(1);
    const again = await instance.request("PATCH", path, { body: { value: [1] } });
    expect(again.json()).toMatchObject({ value: [1], resource_type: "other" });
    expect((await instance.request("DELETE", path)).status).toBe(200);
    expect((await get(path)).status).toBe(404);
    expect((await instance.request("POST", "/resources", { body: { path } })).status).toBe(400);
  });
});
