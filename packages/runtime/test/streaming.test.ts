import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../src/index.ts";
import { runScript } from "../src/testing.ts";
import { runFakeJob, startFake } from "./fake-runner.ts";

const OUT_OF_PLACE = "a message is unknown or out of place";
const NO_CHUNK = "a chunk is not what it should be";

describe("Runner whose process streams", () => {
  it("hands on one chunk after the other, and the result behind them", async () => {
    await using runner = await startFake(`
      onRun = ({ job }) => {
        stream(job, "1");
        onMore = () => {
          stream(job, "2");
          onMore = () => succeed(job, "[1,2]");
        };
      };`);
    const chunks: string[] = [];
    const run = await runFakeJob(runner, { onChunk: async (json) => void chunks.push(json) });
    expect(chunks).toEqual(["1", "2"]);
    expect(run).toMatchObject({ status: "success", result: [1, 2] });
    expect(runner.isUsable).toBe(true);
  });

  it.each([
    ["streams for another job", 'stream("another", "1")', OUT_OF_PLACE],
    ["streams what is no JSON", 'stream(job, "{")', NO_CHUNK],
    ["does not wait until it may go on", 'stream(job, "1"); stream(job, "2")', NO_CHUNK],
  ])("fails the job and ends a process that %s", async (_, act, reason) => {
    await using runner = await startFake(`onRun = ({ job }) => { ${act} };`);
    // Nothing is ever taken, so that the second one surely comes too early.
    const run = await runFakeJob(runner, { onChunk: () => new Promise(() => undefined) });
    expect(run).toMatchObject({
      status: "failure",
      result: { error: { message: `The runner broke its protocol: ${reason}` } },
    });
    await runner.ended;
  });
});

describe("Runtime whose script streams", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap", maxRunners: 2, maxResultBytes: 10_000 });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  it("X15 hands on each item while it runs, and the list of them as the result", async () => {
    const events: string[] = [];
    const run = await runScript(
      runtime,
      `export async function* main() {
        console.log("before");
        yield { a: 1 };
        console.log("between");
        yield undefined;
        yield "é\\u2028";
        console.log("behind");
      }`,
      {
        onLog: (text) => void events.push(text),
        onChunk: async (json) => void events.push(json),
      },
    );
    expect(events).toEqual([
      "before\n",
      '{"a":1}',
      "between\n",
      "null",
      JSON.stringify("é\u2028"),
      "behind\n",
    ]);
    expect(run).toMatchObject({ status: "success", result: [{ a: 1 }, null, "é\u2028"] });
  });

  it("fails a script as soon as what it yielded is too large for a result", async () => {
    let count = 0;
    const source = `export function* main() { for (;;) { yield "x".repeat(1000); } }`;
    const run = await runScript(runtime, source, {
      onChunk: async () => {
        count += 1;
      },
    });
    expect(run).toMatchObject({
      status: "failure",
      result: { error: { name: "RangeError", message: "The result is larger than 10000 bytes" } },
    });
    expect(count).toBe(9);
  });

  it("ends a script whose chunks nobody takes when it is canceled", async () => {
    const abort = new AbortController();
    const source = "export function* main() { for (;;) { yield 1; } }";
    const run = await runScript(runtime, source, {
      signal: abort.signal,
      onChunk: () => {
        abort.abort();
        return new Promise(() => undefined);
      },
    });
    expect(run.status).toBe("canceled");
  });
});
