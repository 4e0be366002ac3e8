import { describe, expect, it, vi } from "vitest";
import { Runner } from "../src/runner/runner.ts";
import { RunnerStartError } from "../src/runner/runner-start-error.ts";
import { descendants, isRunning } from "./child-processes.ts";
import { BOUNDS, fakeLaunch, runFakeJob, startFake } from "./fake-runner.ts";

/** Whether the process of a runner, and all that it started, is gone. */
async function expectGone(runner: Runner, pids: readonly number[]): Promise<void> {
  await runner.ended;
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 2_000 });
}

function processesOf(runner: Runner): number[] {
  const { pid } = runner;
  return pid === undefined ? [] : [pid, ...descendants(pid)];
}

describe.concurrent("Runner that starts", () => {
  it("rejects with the last output of a process that ends before it is ready", async () => {
    const runner = new Runner(fakeLaunch('writeSync(2, "no room"); process.exit(3)'), BOUNDS);
    await expect(runner.ready).rejects.toThrow(RunnerStartError);
    await expect(runner.ready).rejects.toThrow("it ended with exit code 3: no room");
    expect(runner.isUsable).toBe(false);
  });

  it("rejects when the program is missing", async () => {
    const runner = new Runner({ ...fakeLaunch(""), command: "/nowhere/program" }, BOUNDS);
    await expect(runner.ready).rejects.toThrow(/exit code 127: .*\/nowhere\/program/);
  });

  it("ends a process that is not ready in time", async () => {
    const runner = new Runner(fakeLaunch(""), { ...BOUNDS, startMs: 300 });
    const pids = processesOf(runner);
    await expect(runner.ready).rejects.toThrow("it was not ready after 300 ms");
    await expectGone(runner, pids);
  });

  it("gives the process no environment but the launch's", async () => {
    vi.stubEnv("SECRET_OF_THE_SERVER", "1");
    await using runner = await startFake(
      "onRun = ({ job }) => succeed(job, JSON.stringify(Object.keys(process.env)));",
    );
    const { result } = await runFakeJob(runner);
    expect(result).toEqual(expect.arrayContaining(["LAUNCH", "PATH"]));
    expect(result).not.toContain("SECRET_OF_THE_SERVER");
  });
});

const OUT_OF_PLACE = "a message is unknown or out of place";
const NO_RESULT = "a result is not what it should be";
const TOO_LONG = "a payload is too long";

describe.concurrent("Runner whose process breaks the protocol", () => {
  it.each([
    ["sends garbage", 'socket.write("garbage\\n")', "a header is not what it should be"],
    ["sends a header without end", 'socket.write("x".repeat(10_000))', "a header is too long"],
    ["sends an unknown message", 'send({ type: "hello" })', OUT_OF_PLACE],
    ["sends ready twice", 'send({ type: "ready" })', OUT_OF_PLACE],
    ["retires twice", 'send({ type: "retire" }); send({ type: "retire" })', OUT_OF_PLACE],
    ["sends the result of another job", 'succeed("another")', OUT_OF_PLACE],
    ["sends a result that is no JSON", 'succeed(job, "{")', NO_RESULT],
    ["sends a result that is too long", 'succeed(job, `"${"x".repeat(999)}"`)', TOO_LONG],
    ["fails without an error", 'send({ type: "result", job, ok: false }, "1")', NO_RESULT],
    ["closes its channel", "socket.destroy()", "it closed its channel"],
    ["shuts its channel down", "socket.end()", "it closed its channel"],
    ["never stops", 'setInterval(() => send({ type: "retire" }), 0)', OUT_OF_PLACE],
  ])("fails the job and ends a process that %s", async (_, act, reason) => {
    await using runner = await startFake(`
      onRun = ({ job }) => { ${act} };
      setInterval(() => undefined, 1000);
    `);
    const pids = processesOf(runner);
    expect(await runFakeJob(runner)).toMatchObject({
      status: "failure",
      result: {
        error: { name: "RunnerError", message: `The runner broke its protocol: ${reason}` },
      },
    });
    expect(runner.isUsable).toBe(false);
    await expectGone(runner, pids);
  });

  it.each([
    ["sends the result of an ended job", "succeed(job); setTimeout(() => succeed(job), 50);"],
    ["retires", 'succeed(job); setTimeout(() => send({ type: "retire" }), 50);'],
    ["closes its channel", "succeed(job); setTimeout(() => socket.destroy(), 50);"],
  ])("ends an idle process that %s", async (_, act) => {
    await using runner = await startFake(`
      onRun = ({ job }) => { ${act} };
      setInterval(() => undefined, 1000);
    `);
    const pids = processesOf(runner);
    expect(await runFakeJob(runner)).toMatchObject({ status: "success", result: 1 });
    await expectGone(runner, pids);
    expect(runner.isUsable).toBe(false);
  });

  it("takes the first of two results, and ends the process", async () => {
    await using runner = await startFake(
      'onRun = ({ job }) => { succeed(job, "1"); succeed(job, "2"); };',
    );
    expect(await runFakeJob(runner)).toMatchObject({ status: "success", result: 1 });
    await runner.ended;
    expect(runner.isUsable).toBe(false);
  });
});

describe.concurrent("Runner", () => {
  it("runs one job after the other", async () => {
    await using runner = await startFake(
      "let jobs = 0; onRun = ({ job }) => succeed(job, String(++jobs));",
    );
    const results = [await runFakeJob(runner), await runFakeJob(runner)];
    expect(results.map(({ result }) => result)).toEqual([1, 2]);
    expect(runner.isUsable).toBe(true);
  });

  it("runs no job that was canceled before, and stays usable", async () => {
    await using runner = await startFake(
      'onRun = ({ job }) => { writeSync(1, "run"); succeed(job); };',
    );
    expect(await runFakeJob(runner, { signal: AbortSignal.abort() })).toMatchObject({
      status: "canceled",
      logs: "",
    });
    expect(await runFakeJob(runner)).toMatchObject({ status: "success", logs: "run" });
  });

  it("fails a job that comes after the end", async () => {
    const runner = await startFake("");
    await runner.end(0);
    expect(await runFakeJob(runner)).toMatchObject({ result: { error: { name: "ExitError" } } });
  });

  it("takes a result although the process ends right after it", async () => {
    await using runner = await startFake(
      "onRun = ({ job }) => { succeed(job); socket.end(() => process.exit(1)); };",
    );
    expect(await runFakeJob(runner)).toMatchObject({ status: "success", result: 1 });
  });

  it("gives a job that asked for it another one", async () => {
    await using runner = await startFake(
      'onRun = ({ job }) => { send({ type: "retire" }); succeed(job); };',
    );
    expect(await runFakeJob(runner)).toMatchObject({ status: "success" });
    expect(runner.isUsable).toBe(false);
  });

  it("has read what was written before the result", async () => {
    await using runner = await startFake(
      'onRun = ({ job }) => { writeSync(1, "x".repeat(50_000)); writeSync(2, "!"); succeed(job); };',
    );
    for (let run = 0; run < 20; run += 1) {
      expect((await runFakeJob(runner)).logs).toBe(`${"x".repeat(50_000)}!`);
    }
  });

  it("runs no other job where a log was cut, whose rest would be in the next one's", async () => {
    await using runner = await startFake(
      'onRun = ({ job }) => { writeSync(1, "x".repeat(100_001)); succeed(job); };',
    );
    const { status, logs } = await runFakeJob(runner);
    expect(status).toBe("success");
    expect(logs).toContain("[The log was cut here");
    expect(runner.isUsable).toBe(false);
  });

  it.each([
    ["exits", "process.exit(4)", "exit code 4"],
    ["is killed", 'process.kill(process.pid, "SIGKILL")', "killed"],
    ["crashes", "process.abort()", "SIGABRT"],
  ])("fails the job of a process that %s, with its last words", async (_, act, message) => {
    await using runner = await startFake(`onRun = () => { writeSync(1, "last words"); ${act}; };`);
    expect(await runFakeJob(runner)).toMatchObject({
      status: "failure",
      result: { error: { name: "ExitError", message: expect.stringContaining(message) } },
      logs: expect.stringContaining("last words"),
    });
  });

  it("waits for no output of what outlives the process", async () => {
    await using runner = await startFake(`
      onRun = () => {
        const options = { detached: true, stdio: ["ignore", "inherit", "inherit"] };
        const { pid } = require("node:child_process").spawn("sleep", ["10"], options);
        writeSync(1, String(pid));
        process.exit(4);
      };
    `);
    const start = performance.now();
    const { result, logs } = await runFakeJob(runner);
    process.kill(Number(logs), "SIGKILL");
    expect(result).toMatchObject({ error: { name: "ExitError" } });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("fails the job when it is ended from outside", async () => {
    await using runner = await startFake('onRun = () => writeSync(1, "runs");');
    const run = runFakeJob(runner, { onLog: () => void runner.end(0) });
    expect(await run).toMatchObject({
      status: "failure",
      result: { error: { message: "The runner was stopped before main returned" } },
    });
  });
});

const STUBBORN = 'process.on("SIGTERM", () => writeSync(1, "no"));';
const POLITE = 'process.on("SIGTERM", () => { writeSync(1, "bye"); process.exit(0); });';

describe.concurrent("Runner whose job is stopped", () => {
  it("gives it two seconds to end by itself at its deadline", async () => {
    await using runner = await startFake(POLITE);
    expect(await runFakeJob(runner, { timeoutSeconds: 1 })).toMatchObject({
      status: "failure",
      result: { error: { name: "TimeoutError" } },
      logs: "bye",
    });
  });

  it("kills what ignores that", async () => {
    await using runner = await startFake(STUBBORN);
    const pids = processesOf(runner);
    const start = performance.now();
    expect(await runFakeJob(runner, { timeoutSeconds: 1 })).toMatchObject({
      result: { error: { name: "TimeoutError" } },
      logs: "no",
    });
    expect(performance.now() - start).toBeGreaterThan(2_900);
    await expectGone(runner, pids);
  });

  it.each([
    ["is polite", POLITE, "bye"],
    ["is stubborn", STUBBORN, "no"],
  ])("X16 cancels within a second what %s", async (_, program, word) => {
    await using runner = await startFake(`${program} onRun = () => writeSync(1, "runs ");`);
    const abort = new AbortController();
    const pids = processesOf(runner);
    const run = runFakeJob(runner, { signal: abort.signal, onLog: () => abort.abort() });
    await new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
    const start = performance.now();
    expect(await run).toMatchObject({
      status: "canceled",
      result: { error: { name: "CanceledError" } },
      logs: `runs ${word}`,
    });
    expect(performance.now() - start).toBeLessThan(1_000);
    await expectGone(runner, pids);
  });

  it("takes no result of a job that is canceled", async () => {
    await using runner = await startFake(`
      onRun = ({ job }) => {
        process.on("SIGTERM", () => succeed(job));
        writeSync(1, "runs");
      };
    `);
    const abort = new AbortController();
    const run = runFakeJob(runner, { signal: abort.signal, onLog: () => abort.abort() });
    expect(await run).toMatchObject({ status: "canceled" });
  });

  it("X16 ends what the process started too", async () => {
    await using runner = await startFake(`
      onRun = () => {
        require("node:child_process").spawn("sleep", ["1000"], { stdio: "ignore" });
        writeSync(1, "started");
      };
    `);
    const abort = new AbortController();
    let pids: number[] = [];
    const onLog = () => {
      pids = processesOf(runner);
      abort.abort();
    };
    expect(await runFakeJob(runner, { signal: abort.signal, onLog })).toMatchObject({
      status: "canceled",
    });
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await expectGone(runner, pids);
  });
});
