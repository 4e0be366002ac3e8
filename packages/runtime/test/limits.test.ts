import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../src/index.ts";
import { runScript } from "../src/testing.ts";

const MIB = 1024 * 1024;

describe("the limits of a job", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({
      ...{ sandbox: "bubblewrap", maxRunners: 3, memoryMib: 64 },
      ...{ maxResultBytes: MIB, maxLogBytes: MIB },
    });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const outOfMemory = {
    status: "failure",
    result: { error: { name: "OutOfMemoryError", message: expect.stringContaining("memory") } },
  };

  it("fails a job that needs too much memory, and runs the next one", async () => {
    const content = "export function main() { const all = []; for (;;) all.push([all.length]); }";
    expect(await runScript(runtime, content)).toMatchObject(outOfMemory);
    expect(await runScript(runtime, "export const main = () => 1;")).toMatchObject({ result: 1 });
  });

  it("bounds memory outside of the heap too", async () => {
    const content = `export function main() {
      const buffers = [];
      try {
        for (;;) buffers.push(new Uint8Array(100 * 1024 * 1024));
      } catch (error) {
        return [error.message, buffers.length];
      }
    }`;
    const { result } = await runScript(runtime, content);
    expect(result).toEqual(["Array buffer allocation failed", expect.any(Number)]);
    expect(Object(result)[1]).toBeLessThan(34);
  });

  it("has room for four Workers, and ends a job that starts too many", async () => {
    const starting = (count: number) => `export async function main() {
      const source = "data:text/javascript,postMessage(1);setInterval(() => {}, 1000)";
      for (let started = 0; started < ${count}; started += 1) {
        const worker = new Worker(source, { type: "module" });
        await new Promise((resolve) => { worker.onmessage = resolve; });
      }
      return "started";
    }`;
    expect(await runScript(runtime, starting(4))).toMatchObject({ result: "started" });
    expect(await runScript(runtime, starting(40))).toMatchObject(outOfMemory);
  });

  it("bounds open files", async () => {
    const content = `export function main() {
      const open = [];
      try {
        for (;;) open.push(Deno.openSync("/tmp"));
      } catch (error) {
        return [error.message, open.length];
      }
    }`;
    const { result } = await runScript(runtime, content);
    expect(result).toEqual([expect.stringContaining("Too many open files"), expect.any(Number)]);
    expect(Object(result)[1]).toBeLessThan(1024);
  });

  it("survives a recursion without end", async () => {
    const content = "export function main() { return main() + 1; }";
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { name: "RangeError", message: "Maximum call stack size exceeded" } },
    });
  });

  it("takes a result of just the longest length, and fails with a longer one", async () => {
    const content = "export function main(value) { return 'x'.repeat(value); }";
    const run = (value: number) => runScript(runtime, content, { args: { value } });
    expect(await run(MIB - 2)).toMatchObject({ status: "success", result: "x".repeat(MIB - 2) });
    expect(await run(MIB - 1)).toMatchObject({
      status: "failure",
      result: { error: { message: `The result is larger than ${MIB} bytes` } },
    });
  });

  it("fails with a shorter error than one that is too long", async () => {
    const content = "export function main(value) { throw new Error('x'.repeat(value)); }";
    expect(await runScript(runtime, content, { args: { value: MIB } })).toMatchObject({
      status: "failure",
      result: { error: { message: `The result is larger than ${MIB} bytes` } },
    });
  });

  it("takes a result that is nested as deeply as it may be, and fails with a deeper one", async () => {
    const content = `export function main(value) {
      let nested = [];
      for (let depth = 1; depth < value; depth += 1) nested = [nested];
      return nested;
    }`;
    const run = (value: number) => runScript(runtime, content, { args: { value } });
    expect(await run(1000)).toMatchObject({ status: "success" });
    for (const depth of [1001, 100_000]) {
      expect(await run(depth)).toMatchObject({
        status: "failure",
        result: { error: { name: "RangeError", message: expect.stringContaining("nested") } },
      });
    }
  });

  it("reads endless output without being held up by it", async () => {
    const endless = `export async function main() {
      for (;;) Deno.stdout.writeSync(new Uint8Array(64 * 1024).fill(120));
    }`;
    const abort = new AbortController();
    let isCut = false;
    const flood = runScript(runtime, endless, {
      signal: abort.signal,
      onLog: (text) => {
        isCut ||= text.includes("The log was cut here");
      },
    });
    for (let run = 0; run < 20; run += 1) {
      const { durationMs } = await runScript(
        runtime,
        "export const main = () => new Promise((resolve) => setTimeout(resolve, 20));",
      );
      expect(durationMs).toBeLessThan(2_000);
    }
    abort.abort();
    expect(await flood).toMatchObject({ status: "canceled" });
    expect(isCut).toBe(true);
  });

  it("binds a thousand parameters", async () => {
    const names = Array.from({ length: 1_000 }, (_, at) => `p${at}`);
    const content = `export function main(${names.join(", ")}) { return [p0, p500, p999]; }`;
    const args = { p0: 0, p500: 500, p999: 999 };
    expect(await runScript(runtime, content, { parameters: names, args })).toMatchObject({
      result: [0, 500, 999],
    });
  });

  it.each([
    ["a default", "export const main = (value = 7) => value;", {}, 7],
    ["no default for null", "export const main = (value = 7) => value;", { value: null }, null],
    [
      "a parameter that is taken apart",
      "export const main = ({ a, b = 2 }) => [a, b];",
      { value: { a: 1 } },
      [1, 2],
    ],
  ])("applies %s", async (_, content, args, result) => {
    expect(await runScript(runtime, content, { args })).toMatchObject({
      status: "success",
      result,
    });
  });
});
