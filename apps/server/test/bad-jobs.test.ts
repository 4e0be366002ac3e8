// What a script can do to those around it: its own job ends with a clear error, the worker lives on,
// and the jobs beside it notice nothing.
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOf, startJob, untilItSays } from "./workers/jobs.ts";

const MIB = 1024 * 1024;

/** More than any of them needs, on a machine that does other things as well. */
const JOB_SECONDS = 100;

const FINE = { status: "success", result: 2, attempt: 1, worker: "one" };

/** Until it is canceled. */
const NEIGHBOUR = `export async function main() {
  console.log("begun");
  await new Promise(() => setTimeout(() => undefined, 1e9));
}`;

interface Bad {
  readonly act: string;
  /** Body of its main, in TypeScript unless given. */
  readonly body: string;
  readonly language?: "python";
  readonly name: string;
  /** Words of the error's message. */
  readonly says: string;
  /** It has to be ended at its time limit. */
  readonly isEndless?: boolean;
}

const BAD: readonly Bad[] = [
  {
    act: "writes garbage on the pipe to its worker",
    body: `const [pipe] = process._getActiveHandles();
      pipe.write("garbage\\n");
      await new Promise((resolve) => setTimeout(resolve, 20_000));`,
    name: "RunnerError",
    says: "broke its protocol",
  },
  {
    act: "returns 1 GiB",
    body: `return Array(1_024).fill("x".repeat(${MIB}));`,
    name: "RangeError",
    says: "too large",
  },
  {
    act: "returns a cycle",
    body: "const cycle = {}; cycle.cycle = cycle; return cycle;",
    name: "TypeError",
    says: "circular",
  },
  { act: "returns a BigInt", body: "return 1n;", name: "TypeError", says: "BigInt" },
  { act: "returns a function", body: "return () => 1;", name: "TypeError", says: "type function" },
  {
    act: "closes its own output and exits",
    body: "Deno.stdout.close(); Deno.stderr.close(); Deno.exit(0);",
    name: "ExitError",
    says: "exit code 0 before main returned",
  },
  {
    act: "forks",
    body: 'new Deno.Command("/bin/sh", { args: ["-c", "sleep 1000"] }).spawn(); Deno.exit(0);',
    name: "NotCapable",
    says: "run access",
  },
  {
    act: "leaves a thread that computes without end, and exits",
    body: `new Worker("data:text/javascript,for(;;);", { type: "module" }); Deno.exit(0);`,
    name: "ExitError",
    says: "exit code 0 before main returned",
  },
  {
    act: "waits without end",
    body: "await new Promise(() => {});",
    ...{ name: "TimeoutError", says: "after 1 s", isEndless: true },
  },
  {
    act: "computes without end",
    body: "for (;;);",
    ...{ name: "TimeoutError", says: "after 1 s", isEndless: true },
  },
  {
    act: "allocates without end",
    body: "const all = []; for (;;) all.push([all.length]);",
    name: "OutOfMemoryError",
    says: "more memory",
  },
  {
    act: "writes garbage on the pipe to its worker, in Python",
    body: "import os, time; os.write(3, b'garbage\\n'); time.sleep(20)",
    ...{ name: "RunnerError", says: "broke its protocol", language: "python" },
  },
  {
    act: "closes its own output and exits, in Python",
    body: "import os, sys; os.close(1); os.close(2); sys.exit(0)",
    ...{ name: "ExitError", says: "exit code 0 before main returned", language: "python" },
  },
  {
    act: "returns a cycle, in Python",
    body: "cycle = []; cycle.append(cycle); return cycle",
    ...{ name: "ValueError", says: "Circular reference", language: "python" },
  },
  {
    act: "forks, in Python",
    body: "import os; os.fork()",
    ...{ name: "PermissionError", says: "not permitted", language: "python" },
  },
  {
    act: "allocates without end, in Python",
    body: "return bytearray(10 << 30)",
    ...{ name: "MemoryError", says: "more memory", language: "python" },
  },
];

/** Ends by itself, but for its log. */
const LOUD = `export function main() {
  const line = new Uint8Array(${MIB}).fill(120);
  for (let at = 0; at < 100; at += 1) Deno.stdout.writeSync(line);
  return "written";
}`;

describe("a worker whose script", () => {
  let server: TestInstance;
  let neighbour: string;
  let loud: string;
  beforeAll(async () => {
    server = await testInstance({
      environment: { OPERATE_SLOTS: "4", OPERATE_RUNNER_MEMORY: "64", OPERATE_WORKER_NAME: "one" },
    });
    await server.deploy("u/admin/neighbour", NEIGHBOUR);
    await server.deploy("u/admin/add", "export function main(a = 1) { return a + 1; }");
    neighbour = await startJob(server, "p/u/admin/neighbour", { tag: "default" });
    await untilItSays(server, neighbour, "begun");
    await server.deploy("u/admin/loud", LOUD);
    loud = await startJob(server, "p/u/admin/loud", { tag: "default" });
  });
  afterAll(async () => {
    const workers = await server.request("GET", "//api/workers");
    expect(Object(workers.json()).items).toMatchObject([{ name: "one", running: 1 }]);
    await server.request("POST", `/jobs/${neighbour}/cancel`);
    expect(await endOf(server, neighbour)).toMatchObject({ status: "canceled", attempt: 1 });
    await server[Symbol.asyncDispose]();
  });

  const run = async (name: string, query = "") => {
    const { text } = await server.request("POST", `/jobs/run/p/u/admin/${name}${query}`);
    return await endOf(server, text);
  };

  it.each(BAD)("$act fails that job alone", { timeout: JOB_SECONDS * 1_000 }, async (bad) => {
    const { body, name, says, language, isEndless = false } = bad;
    const source =
      language === "python" ? `def main(): ${body}` : `export async function main() { ${body} }`;
    await server.deploy("u/admin/bad", source, { language });
    const seconds = isEndless ? 1 : JOB_SECONDS;
    const [its, other] = await Promise.all([run("bad", `?timeout=${seconds}`), run("add")]);
    expect(its).toMatchObject({
      status: "failure",
      result: { error: { name, message: expect.stringContaining(says) } },
      attempt: 1,
    });
    expect([other, await run("add")]).toMatchObject([FINE, FINE]);
  });

  it("closes its own output still gives its result", async () => {
    const body = "Deno.stdout.close(); Deno.stderr.close(); return 2;";
    await server.deploy("u/admin/silent", `export function main() { ${body} }`);
    expect(await run("silent")).toMatchObject(FINE);
  });

  it("logs 100 MiB keeps 10 of them and says so", { timeout: JOB_SECONDS * 1_000 }, async () => {
    expect(await endOf(server, loud)).toMatchObject({ status: "success", result: "written" });
    const { text } = await server.request("GET", `/jobs/${loud}/logs`);
    expect(text.length).toBeGreaterThan(10 * MIB);
    expect(text.length).toBeLessThan(11 * MIB);
    expect(text).toContain("The log was cut here");
  });
});
