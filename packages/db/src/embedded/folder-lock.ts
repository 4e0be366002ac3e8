// One owner of a folder at a time, by files alone: everyone who wants it puts up a flag and then looks
// at the others' flags; whoever sees a living one takes its own down and tries again. Two owners would
// each have looked before the other's flag was up, which cannot be. A flag is named for one life of one
// process and never used again, so anyone may remove it once that process is dead.

import { createHash, randomUUID } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import { identityOf } from "./process-identity.ts";

const PREFIX = "owner";

/** The folder is ours until it is released or this process is dead. */
export interface FolderLock {
  release(): Promise<void>;
}

/** Waits up to `waitMs` for the folder; then throws a sentence that names the process that has it. */
export async function lockFolder(folder: string, waitMs: number): Promise<FolderLock> {
  const deadline = performance.now() + waitMs;
  const identity = hashIdentity(await identityOf(process.pid));
  for (;;) {
    const flag = `${PREFIX}.${process.pid}.${identity}.${randomUUID()}`;
    const path = join(folder, flag);
    await writeFile(path, "", { flag: "wx", mode: 0o600 });
    const rival = await findLivingRival(folder, flag);
    if (rival === undefined) {
      return { release: () => rm(path, { force: true }) };
    }
    await rm(path, { force: true });
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `The data folder ${folder} is in use by process ${rival}. Stop that one first, or choose another folder.`,
      );
    }
    // Unequal waits, so that two who came at once do not meet again and again.
    await sleep(20 + Math.random() * 80);
  }
}

async function findLivingRival(folder: string, ownFlag: string): Promise<number | undefined> {
  for (const flag of await readdir(folder)) {
    const [prefix, pidText, identity] = flag.split(".");
    if (prefix !== PREFIX || flag === ownFlag) {
      continue;
    }
    const pid = Number(pidText);
    if (hashIdentity(await identityOf(pid)) === identity) {
      return pid;
    }
    await rm(join(folder, flag), { force: true });
  }
  return undefined;
}

function hashIdentity(identity: string | undefined): string | undefined {
  return identity && createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
