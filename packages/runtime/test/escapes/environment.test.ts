// What a script sees of environments: what its own job was given.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { attempt } from "./attempt.ts";

const ALL = "return [Deno.env.toObject(), { ...process.env }];";

describe("a script that reads the environment", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    vi.stubEnv("SECRET_OF_THE_SERVER", "canary");
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  it("finds what its job was given, and nothing of the server", async () => {
    const env = { OPERATE_TOKEN: "mine" };
    expect(await attempt(runtime, ALL, { env })).toEqual({ reached: [env, env] });
  });

  it.each(["PATH", "HOME", "SECRET_OF_THE_SERVER", "DENO_DIR", "TMPDIR"])(
    "has no %s",
    async (value) => {
      const body = "return [Deno.env.get(value), process.env[value]];";
      expect(await attempt(runtime, body, { args: { value } })).toEqual({ reached: [null, null] });
    },
  );

  it("finds nothing of the job before, not even what that one set itself", async () => {
    const body = `
      const before = Deno.env.toObject();
      Deno.env.set("SET_BY_A_JOB", "1");
      process.env.SET_BY_NODE = "1";
      return before;`;
    expect(await attempt(runtime, body, { env: { FIRST: "1" } })).toEqual({
      reached: { FIRST: "1" },
    });
    expect(await attempt(runtime, body, { env: { SECOND: "2" } })).toEqual({
      reached: { SECOND: "2" },
    });
  });

  it("is shown nothing on its command line", async () => {
    const options = { env: { OPERATE_TOKEN: "canary" }, args: { value: "canary" } };
    expect(await attempt(runtime, "return [process.argv, Deno.args];", options)).toEqual({
      reached: [["/runner/program", "/runner/files/typescript/wrapper/main.ts"], []],
    });
  });
});
