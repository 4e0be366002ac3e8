import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "folder-lock-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("lockFolder", () => {
  it("gives the folder to one of many that come at once, then to the next", async () => {
    let owners = 0;
    let mostOwners = 0;
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const lock = await lockFolder(folder, 30_000);
        owners += 1;
        mostOwners = Math.max(mostOwners, owners);
        await new Promise(setImmediate);
        owners -= 1;
        await lock.release();
      }),
    );
    expect(mostOwners).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("names the owner when the wait is over", async () => {
    const lock = await lockFolder(folder, 0);
    await expect(lockFolder(folder, 10)).rejects.toThrow(`is in use by process ${process.pid}.`);
    await lock.release();
    await (await lockFolder(folder, 0)).release();
  });

  it("removes the flag of a dead process, and of another life of a process id", async () => {
    const dead = ["owner.2147483646.0123456789abcdef.a", `owner.${process.pid}.0123456789abcdef.b`];
    await Promise.all(dead.map((name) => writeFile(join(folder, name), "")));
    const lock = await lockFolder(folder, 0);
    expect(await readdir(folder)).toHaveLength(1);
    await lock.release();
  });

  it("leaves other files in the folder alone", async () => {
    await writeFile(join(folder, "owner-manual.txt"), "");
    await (await lockFolder(folder, 0)).release();
    expect(await readdir(folder)).toEqual(["owner-manual.txt"]);
  });
});
