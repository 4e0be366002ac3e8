import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRuntime, SandboxError } from "../src/index.ts";
import { runScript } from "../src/testing.ts";
import { childProcesses, descendants } from "./child-processes.ts";
import { startSandboxedPool } from "./sandboxed-pool.ts";

describe("createRuntime where runners cannot be sandboxed", () => {
  const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
  afterEach(() => rmSync(join(folder, "bwrap"), { force: true }));

  /** Puts a program in the place of bubblewrap. */
  function install(script: string): void {
    writeFileSync(join(folder, "bwrap"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "bwrap"), 0o755);
  }

  async function refusal(): Promise<unknown> {
    vi.stubEnv("PATH", folder);
    try {
      await using _ = await createRuntime({ sandbox: "bubblewrap" });
      return undefined;
    } catch (error) {
      return error;
    } finally {
      vi.unstubAllEnvs();
    }
  }

  it("rejects when bubblewrap is missing, and says what to do", async () => {
    const error = await refusal();
    expect(error).toBeInstanceOf(SandboxError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^Scripts cannot be sandboxed: the program bwrap is not installed\. Install bubblewrap .*--unsafe-no-sandbox/,
      ),
    });
  });

  it.each([
    ["has no rights", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1"],
    ["does not know an option", "echo 'bwrap: Unknown option --size' >&2; exit 1"],
  ])("rejects with its own words when bubblewrap %s", async (_, script) => {
    install(script);
    const error = await refusal();
    expect(error).toBeInstanceOf(SandboxError);
    expect(error).toMatchObject({
      message: expect.stringContaining(/'(bwrap: .*)'/.exec(script)?.[1] ?? "?"),
    });
  });

  it("leaves no process behind", async () => {
    const before = childProcesses();
    install("exit 1");
    expect(await refusal()).toBeInstanceOf(SandboxError);
    expect(childProcesses()).toEqual(before);
  });

  it("runs scripts all the same if that was asked for", async () => {
    vi.stubEnv("PATH", folder);
    await using runtime = await createRuntime({ sandbox: "none" });
    const content = "export const main = () => Deno.makeTempFileSync().length > 0;";
    expect(await runScript(runtime, content)).toMatchObject({ result: true });
  });
});

/** One of the files that tell about a process, as names and values. */
function factsOf(pid: number, file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(`/proc/${pid}/${file}`, "utf8").split("\n");
  return new Map(
    lines.map((line) => [
      line.split(/:\s+|\s{2,}/)[0] ?? "",
      line.replace(/^.*?(:\s+|\s{2,})/, ""),
    ]),
  );
}

describe("a runner in bubblewrap, seen from the host", () => {
  /** The process that runs user code; those around it belong to bubblewrap. */
  async function inspect<T>(look: (pid: number) => T): Promise<T> {
    await using pool = await startSandboxedPool();
    await runScript(pool.pool, "export const main = () => 1;");
    const pid = descendants(pool.started[0]?.pid ?? 0).at(-1) ?? 0;
    return look(pid);
  }

  it("has namespaces of its own", async () => {
    const shared = await inspect((pid) =>
      ["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"].filter(
        (kind) => readlinkSync(`/proc/${pid}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`),
      ),
    );
    expect(shared).toEqual([]);
  });

  it("has no capability, can get none, and is filtered", async () => {
    const status = await inspect((pid) => factsOf(pid, "status"));
    for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]) {
      expect([set, status.get(set)]).toEqual([set, "0000000000000000"]);
    }
    expect(status.get("NoNewPrivs")).toBe("1");
    expect(status.get("Seccomp")).toBe("2");
  });

  it("has a session of its own, without a terminal", async () => {
    const [session, ownSession, terminal] = await inspect((pid) => {
      const fields = (of: number | string) =>
        readFileSync(`/proc/${of}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
      return [fields(pid)[3], fields("self")[3], fields(pid)[4]];
    });
    expect(session).not.toBe(ownSession);
    expect(terminal).toBe("0");
  });

  it("is bounded, and goes first when memory runs out", async () => {
    const [limits, score] = await inspect((pid) => [
      readFileSync(`/proc/${pid}/limits`, "utf8"),
      readFileSync(`/proc/${pid}/oom_score_adj`, "utf8").trim(),
    ]);
    expect(limits).toMatch(/^Max core file size +0 +0 /m);
    expect(limits).toMatch(/^Max open files +1024 +1024 /m);
    expect(limits).toMatch(
      new RegExp(`^Max data size +${(2 * 256 + 5 * 640) * 1024 * 1024} `, "m"),
    );
    expect(score).toBe("1000");
  });

  it("has mounts that are read-only, and small ones in memory", async () => {
    const mounts = await inspect((pid) =>
      readFileSync(`/proc/${pid}/mountinfo`, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" "))
        .filter(([, , , , place = ""]) => !place.startsWith("/dev/"))
        .map(([, , , , place = "", options = ""]) => `${place} ${options.split(",")[0]}`),
    );
    const writable = mounts.filter((mount) => mount.endsWith(" rw"));
    expect(writable.sort()).toEqual(["/runner/cache rw", "/tmp rw", "/work rw"]);
    expect(mounts).toContain("/ ro");
    expect(mounts).toContain("/dev ro");
  });

  it("has no descriptor but its own", async () => {
    const descriptors = await inspect((pid) =>
      readdirSync(`/proc/${pid}/fd`)
        .map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
        .filter((target) => target.startsWith("/") && !target.startsWith("/runner/cache/")),
    );
    expect(new Set(descriptors)).toEqual(new Set(["/dev/null"]));
  });
});
