import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { commandOf, identityOf } from "./process-identity.ts";

async function endedPid(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("identityOf", () => {
  it("is the same for one process and differs between two", async () => {
    const child = spawn("sleep", ["10"]);
    const own = await identityOf(process.pid);
    expect(await identityOf(process.pid)).toBe(own);
    expect(await identityOf(child.pid ?? 0)).toBeTypeOf("string");
    expect(await identityOf(child.pid ?? 0)).not.toBe(own);
    child.kill();
  });

  it("is undefined for a process that has ended", async () => {
    expect(await identityOf(await endedPid())).toBeUndefined();
  });
});

describe("commandOf", () => {
  it("has the arguments of a living process", async () => {
    expect(await commandOf(process.pid)).toContain(process.execPath);
  });

  it("is empty for a process that has ended", async () => {
    expect(await commandOf(await endedPid())).toBe("");
  });
});
