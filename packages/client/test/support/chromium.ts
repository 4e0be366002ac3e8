import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--no-first-run",
];

/** Opens a page in Chromium, which is found on the PATH, until it is disposed. */
export async function openInChromium(url: string): Promise<AsyncDisposable> {
  const profile = await mkdtemp(join(tmpdir(), "operate-chromium-"));
  // A group of its own, since Chromium starts further processes.
  const browser = spawn("chromium", [...FLAGS, `--user-data-dir=${profile}`, url], {
    detached: true,
    stdio: "ignore",
  });
  await once(browser, "spawn");
  return {
    async [Symbol.asyncDispose]() {
      await end(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

async function end(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.pid === undefined) {
    return;
  }
  const ended = once(browser, "exit");
  process.kill(-browser.pid, "SIGKILL");
  await ended;
}
