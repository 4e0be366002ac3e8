// Scripts that work against the program around them: the job ends as it should all the same, and the
// jobs after it run.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../src/index.ts";
import { runScript } from "../src/testing.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await createRuntime({ sandbox: "bubblewrap", maxRunners: 8 });
});
afterAll(() => runtime[Symbol.asyncDispose]());

const FAIL = '() => { throw new Error("changed"); }';
const breakAll = (object: string, names: string) =>
  `for (const name of ${JSON.stringify(names.split(" "))}) ${object}[name] = ${FAIL};`;

describe.concurrent("a script that changes globals", () => {
  it.each([
    ["JSON", breakAll("JSON", "parse stringify")],
    ["then", breakAll("Promise.prototype", "then catch finally")],
    ["promises", `${breakAll("Promise", "resolve reject all")} globalThis.Promise = class {};`],
    ["iteration", `Array.prototype[Symbol.iterator] = ${FAIL};`],
    [
      "lists",
      breakAll("Array.prototype", "map filter push pop join some every concat slice flatMap"),
    ],
    ["texts", breakAll("String.prototype", "split replaceAll startsWith includes slice trim")],
    ["reflection", breakAll("Reflect", "apply get has ownKeys construct")],
    ["functions", breakAll("Function.prototype", "call apply bind")],
    ["objects", breakAll("Object", "keys entries hasOwn getOwnPropertyDescriptor assign")],
    ["toJSON", 'Object.prototype.toJSON = () => "forged";'],
    ["headers", 'Object.prototype.bytes = 5; Object.prototype.type = "load";'],
    [
      "bytes",
      breakAll("Object.getPrototypeOf(Uint8Array.prototype)", "subarray set slice indexOf"),
    ],
    ["exits", "Deno.exit = process.exit = () => {};"],
    [
      "everything",
      `const [realm, { deleteProperty }] = [globalThis, Reflect];
       for (const name of Object.getOwnPropertyNames(realm)) deleteProperty(realm, name);`,
    ],
  ])("gets its arguments and gives its result: %s", async (name, change) => {
    const content = `${change}
      export async function main(value, ...more) { return [value, more, 1.5]; }`;
    const run = () =>
      runScript(runtime, content, {
        args: { value: { a: name }, more: [1] },
        parameters: ["value", "...more"],
      });
    const result = name === "toJSON" ? "forged" : [{ a: name }, [1], 1.5];
    expect(await run()).toMatchObject({ status: "success", result });
    // Also where the changes were there before the job came.
    expect(await run()).toMatchObject({ status: "success", result });
  });

  it.each([
    [
      "buffers",
      `import { Buffer } from "node:buffer";
       ${breakAll("Buffer.prototype", "toString write subarray indexOf copy")}
       ${breakAll("Buffer", "from alloc allocUnsafe byteLength concat")}`,
    ],
    [
      "streams",
      `import { EventEmitter } from "node:events"; import { Readable, Writable } from "node:stream";
       ${breakAll("EventEmitter.prototype", "emit")}
       ${breakAll("Writable.prototype", "write end")} ${breakAll("Readable.prototype", "push read")}`,
    ],
  ])("gives its result, and is ended in time where it is deaf then: %s", async (_, change) => {
    const content = `${change} export const main = (value) => value;`;
    const run = () => runScript(runtime, content, { args: { value: 1 }, timeoutSeconds: 1 });
    expect(await run()).toMatchObject({ status: "success", result: 1 });
    expect((await run()).durationMs).toBeLessThan(4_000);
  });

  it.each([
    ["to throw", FAIL],
    ["to return a number", "() => 5"],
    ["to return nothing", "() => undefined"],
  ])("fails with its own error where stacks are prepared %s", async (_, prepare) => {
    const content = `Error.prepareStackTrace = ${prepare};
      export function main() { throw new RangeError("mine"); }`;
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { name: "RangeError", message: "mine" } },
    });
  });
});

describe.concurrent("a script that leaves something behind", () => {
  it("fails when a promise is rejected that nobody awaits", async () => {
    const content = `export async function main() {
      Promise.reject(new RangeError("floating"));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }`;
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { name: "RangeError", message: "floating" } },
    });
  });

  it("fails when a timer throws while it runs", async () => {
    const content = `export async function main() {
      setTimeout(() => { throw new RangeError("timer"); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }`;
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { name: "RangeError", message: "timer" } },
    });
  });

  it("fails when a Worker of it throws", async () => {
    const content = `export async function main() {
      new Worker("data:text/javascript,throw new Error('in a worker')", { type: "module" });
      await new Promise((resolve) => setTimeout(resolve, 5_000));
    }`;
    expect(await runScript(runtime, content)).toMatchObject({
      status: "failure",
      result: { error: { message: expect.stringContaining("in a worker") } },
    });
  });

  it.each([
    ["a rejection", 'Promise.reject(new Error("late"))'],
    ["an error", 'setTimeout(() => { throw new Error("late"); }, 1)'],
    ["the end of the process", "setTimeout(() => Deno.exit(1), 1)"],
  ])("runs its next job in a new process after %s", async (_, act) => {
    const content = `let calls = 0; export function main() { ${act}; calls += 1; return calls; }`;
    expect(await runScript(runtime, content)).toMatchObject({ status: "success", result: 1 });
    // Another job gives what was left behind the time to happen.
    await runScript(runtime, "export const main = () => new Promise((r) => setTimeout(r, 100));");
    expect(await runScript(runtime, content)).toMatchObject({ status: "success", result: 1 });
  });

  it("still runs while a Worker of it computes without end", async () => {
    const content = `let calls = 0; export async function main() {
      const worker = new Worker("data:text/javascript,postMessage(1); for (;;);", { type: "module" });
      await new Promise((resolve) => { worker.onmessage = resolve; });
      calls += 1;
      return calls;
    }`;
    expect(await runScript(runtime, content)).toMatchObject({ result: 1 });
    expect(await runScript(runtime, content)).toMatchObject({ result: 2 });
  });
});

describe.concurrent("a script that cannot be loaded", () => {
  it.each([
    ["does not parse", "export function main() { return (", "Expression expected"],
    ["throws at once", 'throw new RangeError("at once"); export const main = 1;', "at once"],
    ["has no main", "export default function main() {}", "exports no function `main`"],
    ["has a main that is no function", "export const main = 5;", "exports no function `main`"],
    ["imports what is not there", 'import "node:nothing"; export const main = 1;', "node:nothing"],
  ])("fails where it %s", async (_, content, message) => {
    const { status, result } = await runScript(runtime, content);
    expect(status).toBe("failure");
    expect(result).toMatchObject({ error: { message: expect.stringContaining(message) } });
    expect(JSON.stringify(result)).not.toContain("/work/");
  });

  it("is ended at its deadline where it waits at its top level without end", async () => {
    const content = "await new Promise(() => {}); export const main = () => 1;";
    expect(await runScript(runtime, content, { timeoutSeconds: 1 })).toMatchObject({
      status: "failure",
      result: { error: { name: "TimeoutError" } },
    });
  });

  it("is imported again by the next job after a failure", async () => {
    const content = `if (Deno.env.get("BROKEN")) throw new Error("broken");
      export const main = () => "mended";`;
    const broken = await runScript(runtime, content, { env: { BROKEN: "1" } });
    expect(broken).toMatchObject({ status: "failure" });
    expect(await runScript(runtime, content)).toMatchObject({ result: "mended" });
  });
});

describe.concurrent("a script that gets hold of the channel to the server", () => {
  const withChannel = (act: string) => `export async function main() {
    const [channel] = process._getActiveHandles();
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${act}
  }`;

  it.each([
    ["forges a result", `channel.write('{"type":"result","job":"1","ok":true,"bytes":1}\\n1');`],
    ["asks for a new version", `channel.write('{"type":"ready"}\\n');`],
    ["writes garbage", 'channel.write("garbage\\n");'],
    [
      "floods it",
      `for (;;) { channel.write('{"type":"retire"}\\n'.repeat(1_000)); await later(0); }`,
    ],
  ])("fails when it %s", async (_, act) => {
    expect(await runScript(runtime, withChannel(`${act} await later(5_000);`))).toMatchObject({
      status: "failure",
      result: { error: { name: "RunnerError" } },
    });
  });

  it.each([
    ["ends it", "channel.end();"],
    ["destroys it", "channel.destroy();"],
    ["destroys it and computes without end", "channel.destroy(); await later(1); for (;;) {}"],
  ])("fails soon when it %s", async (_, act) => {
    const { status, durationMs } = await runScript(
      runtime,
      withChannel(`${act} await later(15_000);`),
    );
    expect(status).toBe("failure");
    expect(durationMs).toBeLessThan(2_000);
  });

  it("can end jobs of its own version with what it likes, as it can anyway", async () => {
    const content = `
      const [channel] = process._getActiveHandles();
      channel.prependListener("data", (chunk) => {
        const { job } = JSON.parse(chunk.toString().split("\\n")[0]);
        const payload = '"forged"';
        const header = { type: "result", job, ok: true, bytes: payload.length };
        channel.write(JSON.stringify(header) + "\\n" + payload);
      });
      export const main = () => "its own";`;
    // The first was read before the script came.
    expect(await runScript(runtime, content)).toMatchObject({ result: "its own" });
    expect(await runScript(runtime, content)).toMatchObject({ result: "forged" });
  });
});

afterEach(async () => {
  const content = "export const main = () => 'alive';";
  expect(await runScript(runtime, content)).toMatchObject({ status: "success", result: "alive" });
});
