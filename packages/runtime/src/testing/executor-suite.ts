// What every language promises, whatever it runs on. A new language passes this suite with programs
// of its own, in one test file.
import type { Language } from "@getoperate/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Runtime } from "../runtime.ts";
import { type RunScriptOptions, runScript } from "./run-script.ts";

/** Programs of a language; each `main` takes one parameter, `value`. */
export interface ExecutorCases {
  readonly language: Language;
  /** Returns `value`. */
  readonly echo: string;
  /** Throws an error whose message is `value`, with a property `code` of 7. */
  readonly throwing: string;
  /** Ends its process with the exit code 3. */
  readonly exiting: string;
  /** Computes without end, and never gives up the processor. */
  readonly busy: string;
  /** Writes "waiting" and waits without end. */
  readonly waiting: string;
  /** Writes `value` characters "x" and returns "done". */
  readonly logging: string;
  /** Writes "out" to standard output, "err" to standard error, and "out" again, in lines. */
  readonly interleaving: string;
  /** Returns something that has no JSON form. */
  readonly returningNoJson: string;
  /** Returns the environment as an object. */
  readonly environment: string;
  /** Counts its calls in a global, and returns the number. */
  readonly counting: string;
  /** Takes memory without end. */
  readonly allocating: string;
  /** Is no program of the language. */
  readonly notParsing: string;
  /** Has no `main`; absent where the whole script is what runs. */
  readonly withoutMain?: string;
  /** Has a preprocessor that gives the event's `body` to `value`, which `main` returns. */
  readonly preprocessing?: string;
  /** Yields 1 and `value`; absent where the language has no way to. */
  readonly streaming?: string;
  /** Yields 1 and throws an error whose message is `value`. */
  readonly streamingThenThrowing?: string;
}

/** Runs the cases of a language on a runtime that is made for them. */
export function executorSuite(cases: ExecutorCases, create: () => Promise<Runtime>): void {
  describe(`executor of ${cases.language}`, () => {
    let runtime: Runtime;
    beforeAll(async () => {
      runtime = await create();
    });
    afterAll(() => runtime[Symbol.asyncDispose]());
    const run = (content: string, value?: unknown, options: RunScriptOptions = {}) =>
      runScript(runtime, content, { language: cases.language, args: { value }, ...options });

    it.each([
      ["null", null],
      ["true", true],
      ["false", false],
      ["zero", 0],
      ["a number", -1.5e300],
      ["a large whole number", 9_007_199_254_740_991],
      ["an empty text", ""],
      ["a text", 'quote " backslash \\ newline \n é 漢 🦆 \u2028 \u0000'],
      ["a list", [1, [2, [3]], {}]],
      ["an empty list", []],
      ["an empty object", {}],
      ["a list of many", Array.from({ length: 10_000 }, (_, at) => at)],
      ["what is nested deeply", nested(500)],
      ["an object", { a: { "": { "b c": [null] } }, 漢: "🦆" }],
    ])("takes and returns %s", async (_, value) => {
      expect(await run(cases.echo, value)).toMatchObject({ status: "success", result: value });
    });

    it("takes and returns 10 MiB", async () => {
      const value = "é".repeat(5 * 1024 * 1024);
      const { status, result } = await run(cases.echo, value);
      expect(status).toBe("success");
      // Compared apart: a report of the difference would be as long.
      expect(result === value).toBe(true);
    });

    it("fails with a result that is too large, and goes on", async () => {
      expect(await run(cases.echo, "x".repeat(16 * 1024 * 1024))).toMatchObject({
        status: "failure",
        result: { error: { message: expect.stringContaining("is larger than") } },
      });
      expect(await run(cases.echo, 1)).toMatchObject({ result: 1 });
    });

    it("ignores arguments that main does not take", async () => {
      const args = { value: 1, other: 2, __proto__: 3 };
      expect(await run(cases.echo, 1, { args })).toMatchObject({ result: 1 });
    });

    it("fails with what was thrown", async () => {
      expect(await run(cases.throwing, "broken")).toMatchObject({
        status: "failure",
        result: { error: { name: expect.any(String), message: "broken", code: 7 } },
      });
    });

    it("shows no path of the host in a failure", async () => {
      const { result } = await run(cases.throwing, "broken");
      expect(JSON.stringify(result)).not.toMatch(/\/(work|runner|home|root|tmp|usr)\b/);
    });

    it("fails when the script ends its process", async () => {
      const { status, result } = await run(cases.exiting);
      expect(status).toBe("failure");
      expect(result).toMatchObject({
        error: { name: "ExitError", message: expect.stringContaining("exit code 3") },
      });
    });

    it("fails when the result has no JSON form", async () => {
      expect(await run(cases.returningNoJson)).toMatchObject({
        status: "failure",
        result: { error: { message: expect.stringMatching(/JSON/) } },
      });
    });

    it("fails when the script is none, every time", async () => {
      for (const _ of [1, 2]) {
        expect(await run(cases.notParsing, 1)).toMatchObject({
          status: "failure",
          result: { error: { name: expect.any(String), message: expect.any(String) } },
        });
      }
    });

    it("fails when memory runs out, and goes on", async () => {
      expect(await run(cases.allocating, 1)).toMatchObject({
        status: "failure",
        result: { error: { message: expect.stringContaining("memory") } },
      });
      expect(await run(cases.echo, 1)).toMatchObject({ result: 1 });
    });

    const { preprocessing, withoutMain } = cases;
    if (withoutMain !== undefined) {
      it("fails when there is no main", async () => {
        expect(await run(withoutMain, 1)).toMatchObject({
          status: "failure",
          result: { error: { message: expect.stringContaining("main") } },
        });
      });
    }
    if (preprocessing !== undefined) {
      it("lets a preprocessor make the arguments of an event", async () => {
        const options = { args: { body: { n: "é" } }, preprocess: true };
        expect(await run(preprocessing, undefined, options)).toMatchObject({ result: { n: "é" } });
      });
    }

    it("runs a version again in the same process", async () => {
      const counts = [await run(cases.counting), await run(cases.counting)];
      expect(counts.map(({ result }) => result)).toEqual([1, 2]);
    });

    it("goes on with a new process after one that ended", async () => {
      await run(cases.exiting);
      expect(await run(cases.exiting)).toMatchObject({ status: "failure" });
      expect(await run(cases.echo, 1)).toMatchObject({ status: "success" });
    });

    it.concurrent.each(["busy", "waiting"] as const)(
      "ends a %s job at its deadline",
      async (name) => {
        const { status, result, durationMs } = await run(cases[name], 1, { timeoutSeconds: 1 });
        expect(status).toBe("failure");
        expect(result).toMatchObject({
          error: { name: "TimeoutError", message: expect.stringContaining("1 s") },
        });
        expect(durationMs).toBeGreaterThan(950);
        expect(durationMs).toBeLessThan(3_500);
      },
    );

    it.each(["busy", "waiting"] as const)(
      "X16 ends a %s job within 1 s of a cancel",
      async (name) => {
        const abort = new AbortController();
        const ended = run(cases[name], 1, { signal: abort.signal });
        await run(cases.echo, 1);
        const start = performance.now();
        abort.abort();
        expect(await ended).toMatchObject({
          status: "canceled",
          result: { error: { name: "CanceledError", message: expect.any(String) } },
        });
        expect(performance.now() - start).toBeLessThan(1_000);
      },
    );

    it("runs nothing of a job that was canceled before", async () => {
      const signal = AbortSignal.abort();
      expect(await run(cases.logging, 1, { signal })).toMatchObject({
        status: "canceled",
        logs: "",
      });
    });

    it("hands out the log while the job runs", async () => {
      const abort = new AbortController();
      const onLog = () => abort.abort();
      const { status, logs } = await run(cases.waiting, 1, { signal: abort.signal, onLog });
      expect(status).toBe("canceled");
      expect(logs).toContain("waiting");
    });

    it("keeps what is written to both outputs in order", async () => {
      const { logs } = await run(cases.interleaving);
      expect(logs.trim().split("\n")).toEqual(["out", "err", "out"]);
    });

    it("has the whole log when the result is there, and none of it in the next job", async () => {
      const first = await run(cases.logging, 1024 * 1024);
      const second = await run(cases.logging, 10);
      expect(first.logs.trimEnd()).toHaveLength(1024 * 1024);
      expect(second.logs.trimEnd()).toBe("x".repeat(10));
    });

    it("cuts a log after 10 MiB and says so", async () => {
      const { status, logs } = await run(cases.logging, 11 * 1024 * 1024);
      expect(status).toBe("success");
      expect(logs.slice(0, 10 * 1024 * 1024)).toMatch(/^x+$/);
      expect(logs.slice(10 * 1024 * 1024)).toMatch(/^\n\[The log was cut here.*\]\n$/);
    });

    const { streaming, streamingThenThrowing } = cases;
    if (streaming !== undefined) {
      it("X15 hands out what is yielded while it runs, and the list of it as the result", async () => {
        const chunks: unknown[] = [];
        const onChunk = async (json: string) => void chunks.push(JSON.parse(json));
        const outcome = await run(streaming, { a: "é" }, { onChunk });
        expect(outcome).toMatchObject({ status: "success", result: [1, { a: "é" }] });
        expect(chunks).toEqual([1, { a: "é" }]);
      });

      it("waits with the next item until one was taken", async () => {
        const abort = new AbortController();
        const chunks: string[] = [];
        const onChunk = (json: string) => {
          chunks.push(json);
          return new Promise<void>(() => undefined);
        };
        const ended = run(streaming, 2, { onChunk, signal: abort.signal });
        await expect.poll(() => chunks, { timeout: 10_000 }).toEqual(["1"]);
        // Whatever it could have sent in the meantime is there before the answer to another job.
        await run(cases.echo, 1);
        abort.abort();
        expect(await ended).toMatchObject({ status: "canceled" });
        expect(chunks).toEqual(["1"]);
      });
    }
    if (streamingThenThrowing !== undefined) {
      it("hands out what was yielded before a script threw", async () => {
        const chunks: string[] = [];
        const onChunk = async (json: string) => void chunks.push(json);
        expect(await run(streamingThenThrowing, "broken", { onChunk })).toMatchObject({
          status: "failure",
          result: { error: { message: "broken" } },
        });
        expect(chunks).toEqual(["1"]);
      });
    }

    it("gives a job its own environment and nothing else", async () => {
      const environment = (env: Readonly<Record<string, string>>) =>
        run(cases.environment, 1, { env });
      expect(await environment({ A: "1", B: "é" })).toMatchObject({ result: { A: "1", B: "é" } });
      const { result } = await environment({ A: "2" });
      expect(result).toEqual({ A: "2" });
    });

    it("runs jobs of a version at the same time in different processes", async () => {
      const runs = await Promise.all([1, 2, 3].map((value) => run(cases.echo, value)));
      expect(runs.map(({ result }) => result)).toEqual([1, 2, 3]);
    });
  });
}

function nested(depth: number): unknown {
  return depth === 0 ? null : [nested(depth - 1)];
}
