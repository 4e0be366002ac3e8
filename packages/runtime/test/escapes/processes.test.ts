// What a script can start and reach of other programs: nothing.
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { isRunning } from "../child-processes.ts";
import { attempt } from "./attempt.ts";

const PROGRAM = "/runner/program";

describe("a script that starts or reaches other programs", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  it.each([
    ["Deno.Command", "new Deno.Command(value).outputSync()"],
    ["Deno.Command, spawned", "new Deno.Command(value).spawn()"],
    ["execFile", '(await import("node:child_process")).execFileSync(value)'],
    [
      "spawn",
      `new Promise((resolve, reject) => import("node:child_process").then(({ spawn }) =>
        spawn(value).on("error", reject).on("spawn", resolve)))`,
    ],
    [
      "fork",
      `new Promise((resolve, reject) => import("node:child_process").then(({ fork }) =>
        fork(file).on("error", reject).on("spawn", resolve)))`,
    ],
    [
      "a cluster",
      `new Promise((resolve, reject) => import("node:cluster").then(({ default: cluster }) =>
        cluster.fork().on("error", reject).on("online", resolve)))`,
    ],
  ])("starts none by %s", async (_, expression) => {
    const options = { args: { value: PROGRAM } };
    expect(await attempt(runtime, `return await ${expression};`, options)).toEqual({
      refused: expect.stringMatching(/Requires run access|Command failed/),
    });
  });

  it("has no shell", async () => {
    const body = 'return (await import("node:child_process")).execSync("echo hello").toString();';
    expect(await attempt(runtime, body)).toEqual({
      refused: expect.stringContaining("Command failed"),
    });
  });

  it.each([
    ["Deno", "Deno.kill(value, 'SIGKILL')"],
    ["Node", "process.kill(value, 'SIGKILL')"],
    ["Node, only asking", "process.kill(value, 0)"],
  ])("may not signal another process by %s", async (_, expression) => {
    const victim = spawn("sleep", ["1000"]);
    try {
      const value = victim.pid;
      expect(await attempt(runtime, `return ${expression};`, { args: { value } })).toEqual({
        refused: expect.stringContaining("Requires run access"),
      });
      expect(isRunning(value ?? 0)).toBe(true);
    } finally {
      victim.kill("SIGKILL");
    }
  });

  it("sees no process but the sandbox's own", async () => {
    expect(await attempt(runtime, "return [process.pid, process.ppid];")).toEqual({
      reached: [2, 1],
    });
  });

  it.each([
    ["Deno.dlopen", "Deno.dlopen(value, {})"],
    ["process.dlopen", "process.dlopen({ exports: {} }, value)"],
    ["a pointer", "Deno.UnsafePointer.create(1n)"],
    [
      "an extension of SQLite",
      'new (await import("node:sqlite")).DatabaseSync(":memory:", { allowExtension: true }).loadExtension(value)',
    ],
  ])("runs no native code by %s", async (_, expression) => {
    const options = { args: { value: "/lib/libc.so.6" } };
    expect(await attempt(runtime, `return ${expression};`, options)).toEqual({
      refused: expect.stringContaining("Requires ffi access"),
    });
  });

  it.each([
    ["hostname of a user", '(await import("node:os")).userInfo()'],
    ["network cards", "Deno.networkInterfaces()"],
    ["load", "Deno.loadavg()"],
    ["memory", "Deno.systemMemoryInfo()"],
    ["inspector", '(await import("node:inspector")).open(0)'],
    ["user", "process.setuid(0)"],
  ])("learns and changes nothing of the host's %s", async (_, expression) => {
    expect(await attempt(runtime, `return ${expression};`)).toEqual({
      refused: expect.stringContaining("Requires sys access"),
    });
  });

  const inWorker = (options: string) => `
    const source = "data:text/javascript,postMessage(Deno.readTextFileSync('/etc/hosts'))";
    const worker = new Worker(source, { type: "module" ${options} });
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => { event.preventDefault(); reject(new Error(event.message)); };
    });`;

  it("can no more in a Worker than outside of it", async () => {
    expect(await attempt(runtime, inWorker(""))).toEqual({
      refused: expect.stringContaining('Requires read access to "/etc/hosts"'),
    });
  });

  it("cannot give a Worker more permissions than it has", async () => {
    expect(await attempt(runtime, inWorker(", deno: { permissions: { read: true } }"))).toEqual({
      refused: expect.stringContaining("ExitError"),
    });
  });
});
