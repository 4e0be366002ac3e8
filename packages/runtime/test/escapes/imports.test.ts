// What a script can import: node: modules, and text that it has itself.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { runScript } from "../../src/testing.ts";
import { attempt } from "./attempt.ts";

describe("a script that imports", () => {
  let runtime: Runtime;
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.setHeader("content-type", "text/javascript").end("export default 1");
  });
  let address: string;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/module.js`;
  });
  afterAll(async () => {
    server.close();
    await runtime[Symbol.asyncDispose]();
  });

  it("gets nothing from another server", async () => {
    const body = "return await import(value);";
    expect(await attempt(runtime, body, { args: { value: address } })).toEqual({
      refused: expect.stringContaining("Requires import access"),
    });
    const { result } = await runScript(
      runtime,
      `import "${address}"; export const main = () => 1;`,
    );
    expect(result).toMatchObject({
      error: { message: expect.stringContaining("Requires import access") },
    });
    expect(requests).toBe(0);
  });

  it.each([
    ["https://example.com/x.ts", "Requires import access"],
    ["npm:is-odd", "npm specifiers were requested; but --no-npm is specified"],
    ["jsr:@std/path", "Requires import access"],
    ["is-odd", "not a dependency"],
    ["file:///etc/hosts", "Requires read access"],
    ["/etc/hosts", "Requires read access"],
    ["./other.ts", 'Module not found "file:///work/other.ts"'],
  ])("gets nothing from %s", async (value, reason) => {
    expect(await attempt(runtime, "return await import(value);", { args: { value } })).toEqual({
      refused: expect.stringContaining(reason),
    });
    const content = `import x from "${value}"; export const main = () => x;`;
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { message: expect.stringContaining(reason.replace("file:///work/", "")) } },
    });
  });

  it.each([
    ["data:", "return await import(`data:text/javascript,${encodeURIComponent(value)}`);"],
    [
      "blob:",
      `const blob = new Blob([value], { type: "text/javascript" });
       return await import(URL.createObjectURL(blob));`,
    ],
  ])("can no more in a module from %s than outside of it", async (_, body) => {
    const importing = (value: string) => attempt(runtime, body, { args: { value } });
    expect(await importing("export const one = 1;")).toEqual({ reached: { one: 1 } });
    expect(await importing('Deno.readTextFileSync("/etc/hosts");')).toEqual({
      refused: expect.stringContaining("Requires read access"),
    });
  });

  it("gets node: modules", async () => {
    const content =
      'import { basename } from "node:path"; export const main = () => basename("/a/b");';
    expect(await runScript(runtime, content)).toMatchObject({ result: "b" });
  });
});
