// What a script leaves behind is met by later jobs of its own version in its own workspace at most.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { runScript } from "../../src/testing.ts";

/** What stays somewhere, and reads what was there before. */
const PLACES = [
  [
    "a file",
    `const read = () => { try { return Deno.readTextFileSync("/tmp/note"); } catch { return null; } };
     const before = read();
     Deno.writeTextFileSync("/tmp/note", value);
     return before;`,
  ],
  ["a global", "const before = globalThis.note; globalThis.note = value; return before;"],
  [
    "local storage",
    'const before = localStorage.getItem("note"); localStorage.setItem("note", value); return before;',
  ],
  [
    "a cache",
    `const cache = await caches.open("notes");
     const before = await (await cache.match("http://note/"))?.text();
     await cache.put("http://note/", new Response(value));
     return before;`,
  ],
] as const;

describe("a script that leaves something behind", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** Leaves the name of its workspace; what was there before comes back. */
  const leave = async (body: string, workspace: string): Promise<unknown> => {
    const content = `export async function main(value) { ${body} }`;
    return (await runScript(runtime, content, { args: { value: workspace }, workspace })).result;
  };

  it.each(PLACES)("finds it again in its workspace alone: %s", async (_, body) => {
    const found: unknown[] = [];
    for (const workspace of ["first", "second", "first", "second"]) {
      found.push(await leave(body, workspace));
    }
    expect(found).toEqual([null, null, "first", "second"]);
  });

  it.each(PLACES)("finds nothing of another version: %s", async (_, body) => {
    expect(await leave(`/* one */ ${body}`, "third")).toBeNull();
    expect(await leave(`/* two */ ${body}`, "third")).toBeNull();
  });

  it("is heard by no other runner on a channel", async () => {
    const body = `
      const channel = new BroadcastChannel("notes");
      const heard = new Promise((resolve) => { channel.onmessage = ({ data }) => resolve(data); });
      const sending = setInterval(() => channel.postMessage(value), 10);
      const first = await Promise.race([
        heard,
        new Promise((resolve) => setTimeout(() => resolve("nothing"), 300)),
      ]);
      clearInterval(sending);
      channel.close();
      return first;`;
    const both = await Promise.all([leave(body, "first"), leave(body, "second")]);
    expect(both).toEqual(["nothing", "nothing"]);
  });
});
