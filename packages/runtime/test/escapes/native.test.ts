// The sandbox alone, without what Deno forbids: a program of Node stands for code that got past it.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isRunning } from "../child-processes.ts";
import { runNative } from "./native.ts";

const HIDDEN = [
  ...["/etc/passwd", "/etc/shadow", "/etc/ssl/private", "/root", "/home", "/var", "/run", "/sys"],
  ...[
    "/proc/1",
    "/proc/self/environ",
    "/proc/cpuinfo",
    "/usr/bin",
    "/bin/sh",
    import.meta.filename,
  ],
];
const READ_ONLY = [
  ...["/file", "/usr/lib/a-new-file", "/etc/file", "/runner/file"],
  ...["/proc/file", "/dev/file", "/dev/shm/file"],
];
const FOLDERS = [
  ["/work", 4],
  ["/tmp", 256],
  ["/runner/cache", 16],
] as const;

const READ = (path: string) => `return require("fs").readdirSync(${JSON.stringify(path)}).sort();`;
const STAT = (path: string) => `require("fs").statSync(${JSON.stringify(path)}); return "seen";`;
const WRITE = (path: string) =>
  `require("fs").writeFileSync(${JSON.stringify(path)}, "x"); return "written";`;
const FILL = (folder: string) => `
  const { openSync, writeSync } = require("fs");
  const file = openSync("${folder}/operate-test-file", "w");
  const piece = Buffer.alloc(1024 * 1024);
  let written = 0;
  try {
    for (;;) written += writeSync(file, piece);
  } catch (error) {
    return [error.code, Math.round(written / piece.length)];
  }`;
const CONNECT = (path: string) => `return await new Promise((resolve, reject) =>
  require("net").connect({ path: ${JSON.stringify(path)} }).on("error", reject).on("connect", resolve));`;

const named = (prefix: string, names: readonly string[], body: (name: string) => string) =>
  Object.fromEntries(names.map((name) => [`${prefix} ${name}`, body(name)]));

describe("a program in the sandbox", () => {
  const abstract = `\0operate-test-${process.pid}`;
  const server: Server = createServer();
  let victim: ChildProcess;
  let ends: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    vi.stubEnv("SECRET_OF_THE_SERVER", "1");
    victim = spawn("sleep", ["1000"]);
    await new Promise<void>((resolve) => server.listen(abstract, resolve));
    ends = await runNative({
      ...named("read", ["/", "/usr", "/etc", "/etc/ssl", "/proc"], READ),
      ...named("stat", HIDDEN, STAT),
      ...named("write", READ_ONLY, WRITE),
      ...named(
        "fill",
        FOLDERS.map(([folder]) => folder),
        FILL,
      ),
      identity: `return [process.getuid(), process.getgid(), require("os").hostname(), process.env];`,
      program: `return await new Promise((resolve, reject) =>
        require("child_process").spawn("/runner/program").on("error", reject).on("spawn", resolve));`,
      thread: `return await new Promise((resolve) =>
        new (require("worker_threads").Worker)("require('worker_threads').parentPort.postMessage(1)",
          { eval: true }).on("message", resolve));`,
      signal: `return process.kill(${victim.pid}, "SIGKILL");`,
      abstract: CONNECT(abstract),
    });
  });
  afterAll(() => {
    server.close();
    victim.kill("SIGKILL");
  });

  it("sees the parts of the system that it needs, and no more", () => {
    const root = ["dev", "etc", "lib", "lib64", "proc", "runner", "tmp", "usr", "work"];
    expect(root).toEqual(expect.arrayContaining(Object(ends["read /"])));
    expect(["lib", "lib64"]).toEqual(expect.arrayContaining(Object(ends["read /usr"])));
    const etc = ["hosts", "localtime", "nsswitch.conf", "resolv.conf", "ssl"];
    expect(etc).toEqual(expect.arrayContaining(Object(ends["read /etc"])));
    expect(["certs"]).toEqual(expect.arrayContaining(Object(ends["read /etc/ssl"])));
    expect(ends["read /proc"]).toEqual(["self"]);
  });

  it.each(HIDDEN)("does not see %s", (path) => {
    expect(ends[`stat ${path}`]).toBe("ENOENT");
  });

  it.each(READ_ONLY)("cannot write %s", (path) => {
    expect(ends[`write ${path}`]).toBe("EROFS");
    expect(existsSync(path)).toBe(false);
  });

  it.each(FOLDERS)("can fill %s up to %i MiB, in memory of its own", (folder, mib) => {
    expect(ends[`fill ${folder}`]).toEqual(["ENOSPC", mib]);
    expect(existsSync(`${folder}/operate-test-file`)).toBe(false);
  });

  it("is nobody, on a host of another name, and finds no environment", () => {
    expect(ends["identity"]).toEqual([65534, 65534, "runner", { PWD: "/work" }]);
  });

  it("can start threads, and no other program", () => {
    expect(ends["thread"]).toBe(1);
    expect(ends["program"]).toBe("EPERM");
  });

  it("cannot signal a process of the host", () => {
    expect(ends["signal"]).toBe("ESRCH");
    expect(isRunning(victim.pid ?? 0)).toBe(true);
  });

  it("reaches no abstract Unix socket of the host", () => {
    expect(ends["abstract"]).toBe("EAFNOSUPPORT");
  });
});
