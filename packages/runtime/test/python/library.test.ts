import type { PlatformAnswer, PlatformCall } from "@getoperate/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { answerOf, runAsking } from "../asking-script.ts";

describe("the library that Python scripts import", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const run = (content: string, answer: (call: PlatformCall) => PlatformAnswer) =>
    runAsking(runtime, content, { language: "python", parameters: [], answer });

  it("asks over the runner's own channel, and gives back what it is told", async () => {
    const script = `
from operate import get_resource, get_state, get_variable, set_progress, set_state
def main():
    state = get_state()
    set_state({"seen": state}, "f/a/other")
    set_progress(12.6)
    return [state, get_variable("f/a/v"), get_resource("f/a/r")]
`;
    expect(await runtime.inferSignature("python", script)).toMatchObject({ ok: true });
    const { result, calls } = await run(script, ({ path }) => answerOf({ value: path }));
    expect(result).toEqual(["/state/f/a/own", "/variables/value/f/a/v", "/resources/value/f/a/r"]);
    expect(calls.slice(0, 3)).toEqual([
      { method: "GET", path: "/state/f/a/own", body: undefined },
      { method: "PUT", path: "/state/f/a/other", body: '{"value":{"seen":"/state/f/a/own"}}' },
      { method: "POST", path: "/jobs/job-1/progress", body: '{"percent":13}' },
    ]);
  });

  it("runs scripts, also while it streams, and raises what goes wrong", async () => {
    const script = `
import operate
def main():
    yield operate.run_script("f/a/x", {"n": 1})
    try:
        operate.run_script("f/a/y")
    except operate.OperateError as error:
        yield str(error)
    try:
        operate.get_variable("f/a/nobody")
    except operate.OperateError as error:
        yield str(error)
`;
    const answers: Readonly<Record<string, PlatformAnswer>> = {
      "/jobs/run/p/f/a/x": { status: 201, body: "good" },
      "/jobs/run/p/f/a/y": { status: 201, body: "bad" },
      "/jobs/good": answerOf({ status: "success", result: [1] }),
      "/jobs/bad": answerOf({ status: "failure", result: { error: { message: "no luck" } } }),
      "/variables/value/f/a/nobody": answerOf({ detail: "There is none." }, 404),
    };
    const { result } = await run(script, ({ path }) => answers[path] ?? answerOf(null));
    expect(result).toEqual([[1], "Job bad ended as failure: no luck", "There is none."]);
  });
});
