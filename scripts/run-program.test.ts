import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT, runProgram } from "./run-program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("runProgram", () => {
  it("hands back the exit code and what was written to both outputs", async () => {
    const program = { command: "sh", args: ["-c", "echo out; echo err >&2; exit 3"] };
    const { code, output } = await runProgram(program);
    expect(code).toBe(3);
    expect(output.split("\n").sort()).toEqual(["", "err", "out"]);
  });

  it("says which signal ended it, as a shell does", async () => {
    const { code } = await runProgram({ command: "sh", args: ["-c", "kill -KILL $$"] });
    expect(code).toBe(137);
  });

  it("rejects where there is no such program", async () => {
    await expect(runProgram({ command: "no-such-program", args: [] })).rejects.toThrow("ENOENT");
  });

  it("stops the program, what that started, and itself", async () => {
    const folder = await temporaryFolder({
      // The shell waits for its child, so a signal to the shell alone would leave the child behind.
      "forever.sh": 'sleep 600 & echo $! > "$1"; trap "" TERM; wait; wait',
      "parent.ts": `
        import { runProgram } from "${join(ROOT, "scripts/run-program.ts")}";
        await runProgram({ command: "sh", args: process.argv.slice(2) });
        console.log("went on");`,
    });
    const pidFile = join(folder, "pid");
    const parent = spawn(
      process.execPath,
      [join(folder, "parent.ts"), join(folder, "forever.sh"), pidFile],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const output: unknown[] = [];
    parent.stdout.on("data", (piece) => output.push(piece));
    const readPid = async () => Number(await readFile(pidFile, "utf8").catch(() => ""));
    await expect.poll(readPid, { timeout: 10_000 }).toBeGreaterThan(0);
    const pid = await readPid();
    onTestFinished(() => {
      parent.kill("SIGKILL");
      if (isAlive(pid)) {
        process.kill(pid, "SIGKILL");
      }
    });
    const ended = once(parent, "close");
    parent.kill("SIGTERM");
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false);
    const [code] = await ended;
    expect(code).toBe(128 + 15);
    expect(output).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
