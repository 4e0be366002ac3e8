// A script can use what speaks TCP and UDP, and no other socket.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { attempt } from "./attempt.ts";

describe("a script that uses sockets", () => {
  let runtime: Runtime;
  let requests = 0;
  const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
  const abstract = `\0operate-test-${process.pid}`;
  const servers: Server[] = [];
  const listen = async (where: string): Promise<void> => {
    const server = createServer((_, response) => {
      requests += 1;
      response.end("reached");
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(where, resolve));
  };
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
    await listen(join(folder, "socket"));
    await listen(abstract);
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    for (const server of servers) {
      server.close();
    }
    rmSync(folder, { recursive: true });
  });

  const CONNECTING = [
    ["Deno", 'await Deno.connect({ transport: "unix", path: value })'],
    [
      "node:net",
      `await new Promise((resolve, reject) => import("node:net").then(({ connect }) =>
        connect({ path: value }).on("error", reject).on("connect", resolve)))`,
    ],
    [
      "node:http",
      `await new Promise((resolve, reject) => import("node:http").then(({ get }) =>
        get({ socketPath: value }, resolve).on("error", reject)))`,
    ],
    [
      "fetch",
      `(await fetch("http://x/", {
        client: Deno.createHttpClient({ proxy: { transport: "unix", path: value } }),
      })).status`,
    ],
  ] as const;

  it.each(CONNECTING)(
    "reaches no Unix socket in a folder of the host by %s",
    async (_, connect) => {
      const options = { args: { value: join(folder, "socket") } };
      expect(await attempt(runtime, `return ${connect};`, options)).toEqual({
        refused: expect.stringMatching(/EAFNOSUPPORT|not supported|not found|ENOENT|fetch failed/i),
      });
      expect(requests).toBe(0);
    },
  );

  it.each(CONNECTING)("reaches no abstract Unix socket of the host by %s", async (_, connect) => {
    const options = { args: { value: abstract } };
    expect(await attempt(runtime, `return ${connect};`, options)).toEqual({
      refused: expect.stringMatching(/EAFNOSUPPORT|not supported|Requires write access/),
    });
    expect(requests).toBe(0);
  });

  it.each([
    ["Deno", 'Deno.listen({ transport: "unix", path: value })'],
    ["a server of Deno", "Deno.serve({ path: value }, () => new Response())"],
    [
      "node:net",
      `await new Promise((resolve, reject) => import("node:net").then(({ createServer }) =>
        createServer().on("error", reject).listen({ path: value }, resolve)))`,
    ],
  ])("opens no Unix socket by %s", async (_, open) => {
    for (const value of ["\0operate-test-opened", "/tmp/socket"]) {
      expect(await attempt(runtime, `return ${open};`, { args: { value } })).toEqual({
        refused: expect.stringMatching(/EAFNOSUPPORT|not supported/),
      });
    }
  });

  it("reaches no socket between a virtual machine and its host", async () => {
    const body = 'return await Deno.connect({ transport: "vsock", cid: 2, port: 1 });';
    expect(await attempt(runtime, body)).toEqual({ refused: expect.stringContaining("ExitError") });
  });

  it("can look up names", async () => {
    const body = 'return await Deno.resolveDns("localhost", "A");';
    expect(await attempt(runtime, body)).toEqual({ reached: ["127.0.0.1"] });
  });
});
