import type { PlatformAnswer, PlatformCall } from "@getoperate/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../src/index.ts";
import { runScript } from "../src/testing.ts";
import { answerOf, ASKING_ENVIRONMENT as env, runAsking } from "./asking-script.ts";

describe("the library that scripts import", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const run = (content: string, answer: (call: PlatformCall) => PlatformAnswer) =>
    runAsking(runtime, content, { answer });

  it("asks over the runner's own channel, and gives back what it is told", async () => {
    const script = `
      import { getResource, getState, getVariable, setProgress, setState } from "operate";
      export async function main() {
        const state = await getState();
        await setState({ seen: state }, "f/a/other");
        await setProgress(12.6);
        return [state, await getVariable("f/a/v"), await getResource("f/a/r")];
      }`;
    const { result, calls } = await run(script, ({ path }) => answerOf({ value: path }));
    expect(result).toEqual(["/state/f/a/own", "/variables/value/f/a/v", "/resources/value/f/a/r"]);
    expect(calls.slice(0, 3)).toEqual([
      { method: "GET", path: "/state/f/a/own", body: undefined },
      { method: "PUT", path: "/state/f/a/other", body: '{"value":{"seen":"/state/f/a/own"}}' },
      { method: "POST", path: "/jobs/job-1/progress", body: '{"percent":13}' },
    ]);
  });

  it("throws what the platform says", async () => {
    const script = `
      import { getVariable, OperateError } from "operate";
      export async function main() {
        try {
          await getVariable("f/a/nobody");
        } catch (error) {
          return [error instanceof OperateError, error.message];
        }
      }`;
    const refuse = () => answerOf({ detail: "There is no variable f/a/nobody." }, 404);
    expect((await run(script, refuse)).result).toEqual([true, "There is no variable f/a/nobody."]);
  });

  it("answers many at once, each with its own", async () => {
    const script = `
      import { getVariable } from "operate";
      export const main = () =>
        Promise.all([..."abcdef"].map((name) => getVariable("f/a/" + name)));`;
    const { result } = await run(script, ({ path }) => answerOf({ value: path.slice(-1) }));
    expect(result).toEqual([..."abcdef"]);
  });

  it("bounds how many questions are open", async () => {
    const script = `
      import { getVariable } from "operate";
      export async function main() {
        const all = Array.from({ length: 40 }, (_, at) => getVariable("f/a/" + at));
        const ends = await Promise.allSettled(all.slice(32));
        return ends.map(({ reason }) => reason.message);
      }`;
    const onCall = () => new Promise<PlatformAnswer>(() => undefined);
    const { result } = await runScript(runtime, script, { env, onCall });
    expect(result).toEqual(Array(8).fill(expect.stringContaining("may have 32 questions open")));
  });

  it("leaves nothing of a job to the next one", async () => {
    const script = `
      import { getVariable } from "operate";
      let left: Promise<string> | undefined;
      export async function main() {
        const before = left && await Promise.race([left, Promise.resolve("unanswered")]);
        left = getVariable("f/a/v");
        return before ?? null;
      }`;
    const late = Promise.withResolvers<PlatformAnswer>();
    const first = await runScript(runtime, script, { env, onCall: () => late.promise });
    late.resolve(answerOf({ value: "late" }));
    const second = await runScript(runtime, script, { env });
    expect([first.result, second.result]).toEqual([null, "unanswered"]);
  });
});
