import { describe, expect, it } from "vitest";
import { hangUp, json, scriptedServer } from "../test/support/scripted-server.ts";
import { createClient } from "./create-client.ts";
import { unwrap } from "./unwrap.ts";

function restOf(url: string) {
  return createClient({ baseUrl: url, workspace: "main", token: "gop_x" }).rest;
}

describe("createRest", () => {
  it("fills the client's workspace in, whether there are other parameters or not", async () => {
    await using server = await scriptedServer(json(200, {}));
    const rest = restOf(server.url);
    await rest.GET("/api/w/{workspace}/jobs");
    await rest.GET("/api/w/{workspace}/jobs", { params: { query: { limit: 3 } } });
    await rest.GET("/api/w/{workspace}/jobs/{id}", { params: { path: { id: "a b" } } });
    expect(server.seen.map(({ url }) => url)).toEqual([
      "/api/w/main/jobs",
      "/api/w/main/jobs?limit=3",
      "/api/w/main/jobs/a%20b",
    ]);
  });

  it("takes another workspace", async () => {
    await using server = await scriptedServer(json(200, {}));
    await restOf(server.url).GET("/api/w/{workspace}/jobs", {
      params: { path: { workspace: "other" } },
    });
    expect(server.seen[0]?.url).toBe("/api/w/other/jobs");
  });

  it("keeps the slashes of a path", async () => {
    await using server = await scriptedServer(json(200, {}));
    const path = "u/admin/x";
    await restOf(server.url).GET("/api/w/{workspace}/scripts/p/{path}", {
      params: { path: { path } },
    });
    expect(server.seen[0]?.url).toBe("/api/w/main/scripts/p/u/admin/x");
  });

  it("sends token, retries and one key for a run", async () => {
    await using server = await scriptedServer(hangUp, json(201, { id: "x" }));
    await restOf(server.url).POST("/api/w/{workspace}/jobs/run/p/{path}", {
      params: { path: { path: "u/admin/x" } },
      body: { n: 1 },
    });
    const [first, second] = server.seen;
    expect(second).toMatchObject({ body: '{"n":1}', headers: { authorization: "Bearer gop_x" } });
    expect(second?.headers["idempotency-key"]).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
  });

  it("stops with the caller's reason", async () => {
    await using server = await scriptedServer(json(200, {}));
    const signal = AbortSignal.abort(new RangeError("enough"));
    const listed = restOf(server.url).GET("/api/w/{workspace}/jobs", { signal });
    await expect(listed).rejects.toThrow(new RangeError("enough"));
  });
});

describe("unwrap", () => {
  it("is the data of an answer", async () => {
    await using server = await scriptedServer(json(200, { items: [], next_cursor: null }));
    const page = unwrap(await restOf(server.url).GET("/api/w/{workspace}/jobs"));
    expect(page.items).toEqual([]);
  });

  it("throws a refusal", async () => {
    await using server = await scriptedServer(json(401, { code: "unauthenticated" }));
    const answer = await restOf(server.url).GET("/api/w/{workspace}/jobs");
    expect(() => unwrap(answer)).toThrow(expect.objectContaining({ code: "unauthenticated" }));
  });
});
