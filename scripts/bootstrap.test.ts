import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { ROOT } from "./run-program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const LOCK = {
  "": {},
  "node_modules/zod": { version: "4.0.0" },
  "node_modules/other-platform": { version: "1.0.0", optional: true },
};

/** Says what reached it, one word a line, until it is told to stop. */
const COMMAND = `
const say = (line) => process.stdout.write(line + "\\n");
if (process.argv.includes("wait")) {
  setInterval(() => {}, 1000);
  process.on("SIGINT", () => say("SIGINT"));
  process.on("SIGTERM", () => process.exit(7));
  process.on("disconnect", () => { say("alone"); process.exit(0); });
} else {
  process.exitCode = 5;
  process.disconnect();
}
say(["ready", ...process.argv.slice(2)].join(" "));
`;

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Runs bootstrap.mjs in a small repository, whose npm only writes that it was called. */
async function bootstrap(installed: object | undefined, ...args: string[]) {
  const files = {
    "package.json": JSON.stringify({ scripts: { hello: "" } }),
    "package-lock.json": JSON.stringify({ packages: LOCK }),
    "scripts/hello.ts": COMMAND,
    "bin/npm": '#!/bin/sh\necho "$@" > npm-was-called\n',
  };
  const lock = JSON.stringify({ packages: installed });
  const folder = await temporaryFolder(
    installed === undefined ? files : { ...files, "node_modules/.package-lock.json": lock },
  );
  await copyFile(join(ROOT, "scripts/bootstrap.mjs"), join(folder, "scripts/bootstrap.mjs"));
  await chmod(join(folder, "bin/npm"), 0o755);
  const path = [join(folder, "bin"), process.env["PATH"]].join(delimiter);
  const child = spawn(process.execPath, ["scripts/bootstrap.mjs", ...args], {
    cwd: folder,
    // A process group, as a terminal gives to a command.
    detached: true,
    env: { ...process.env, PATH: path, npm_execpath: "", NODE_OPTIONS: "" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      output += piece.toString();
    });
  }
  const ended = once(child, "close").then(([code]) => Number(code));
  const run: Run = { process: child, output: () => output, ended };
  return {
    ...run,
    npmCall: () => readFile(join(folder, "npm-was-called"), "utf8").catch(() => ""),
  };
}

async function until(isThere: () => boolean): Promise<void> {
  await expect.poll(isThere, { timeout: 10_000 }).toBe(true);
}

describe("bootstrap.mjs", () => {
  it("passes arguments on and the exit code back, and installs nothing that is there", async () => {
    const run = await bootstrap(LOCK, "hello", "a", "b c");
    expect(await run.ended).toBe(5);
    expect(run.output()).toBe("ready a b c\n");
    expect(await run.npmCall()).toBe("");
  });

  it("does without what is optional and not for this platform", async () => {
    const run = await bootstrap({ "node_modules/zod": { version: "4.0.0" } }, "hello");
    await run.ended;
    expect(await run.npmCall()).toBe("");
  });

  it("installs when nothing is there, and says so", async () => {
    const run = await bootstrap(undefined, "hello");
    await run.ended;
    expect(await run.npmCall()).toMatch(/^ci /);
    expect(run.output()).toMatch(/^Installing .*\nready\n$/);
  });

  it("installs when another version is there", async () => {
    const run = await bootstrap({ ...LOCK, "node_modules/zod": { version: "3.0.0" } }, "hello");
    await run.ended;
    expect(await run.npmCall()).toMatch(/^ci /);
  });

  it("names the commands there are", async () => {
    const run = await bootstrap(LOCK, "hallo");
    expect(await run.ended).toBe(1);
    expect(run.output()).toBe('There is no command "hallo". There are: hello.\n');
  });

  it("passes a Ctrl-C on once, also when npm repeats it", async () => {
    const run = await bootstrap(LOCK, "hello", "wait");
    await until(() => run.output().includes("ready"));
    const group = -(run.process.pid ?? 0);
    process.kill(group, "SIGINT");
    // Without a pause the kernel would make one signal of two.
    await sleep(50);
    process.kill(group, "SIGINT");
    await until(() => run.output().includes("SIGINT"));
    run.process.kill("SIGTERM");
    expect(await run.ended).toBe(7);
    expect(run.output()).toBe("ready wait\nSIGINT\n");
  });

  it("leaves no command behind when it is killed", async () => {
    const run = await bootstrap(LOCK, "hello", "wait");
    await until(() => run.output().includes("ready"));
    run.process.kill("SIGKILL");
    await until(() => run.output().includes("alone"));
  });
});
