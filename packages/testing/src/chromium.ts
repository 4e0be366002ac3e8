import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DevTools } from "./chromium/dev-tools.ts";

// Without what Chromium would ask of other hosts by itself.
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--remote-debugging-port=0",
];

/** A page of a real Chromium, found on the PATH; disposing ends the browser. */
export interface ChromiumPage extends AsyncDisposable {
  /** Addresses of everything that the page asked for so far. */
  readonly requested: readonly string[];
  /** Gives the origin of `url` a cookie that no script may read. */
  setHiddenCookie(url: string, name: string, value: string): Promise<void>;
  /** Goes to an address and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** The value of an expression in the page, awaited. */
  evaluate(expression: string): Promise<unknown>;
}

export async function chromiumPage(): Promise<ChromiumPage> {
  const profile = await mkdtemp(join(tmpdir(), "operate-chromium-"));
  // A group of its own, since Chromium starts further processes.
  const browser = spawn("chromium", [...FLAGS, `--user-data-dir=${profile}`], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await once(browser, "spawn");
  const tools = await DevTools.connect(await endpointOf(browser));
  const requested: string[] = [];
  tools.on("Network.requestWillBeSent", ({ request }) => requested.push(String(request.url)));
  for (const domain of ["Network", "Page", "Runtime"]) {
    await tools.send(`${domain}.enable`);
  }
  return {
    requested,
    async setHiddenCookie(url, name, value) {
      await tools.send("Network.setCookie", { url, name, value, httpOnly: true });
    },
    async open(url) {
      const loaded = tools.next("Page.loadEventFired");
      await tools.send("Page.navigate", { url });
      await loaded;
    },
    async evaluate(expression) {
      const options = { awaitPromise: true, returnByValue: true };
      const answer = await tools.send("Runtime.evaluate", { expression, ...options });
      return Object(answer["result"]).value;
    },
    async [Symbol.asyncDispose]() {
      tools.close();
      await end(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Where the browser takes commands; it says so on its standard error. */
async function endpointOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr !== null) {
    for await (const line of createInterface({ input: stderr })) {
      const endpoint = /^DevTools listening on (ws:\/\/\S+)/.exec(line)?.[1];
      if (endpoint !== undefined) {
        stderr.resume();
        return endpoint;
      }
    }
  }
  throw new Error("Chromium ended before it took commands.");
}

async function end(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.pid === undefined) {
    return;
  }
  const ended = once(browser, "exit");
  process.kill(-browser.pid, "SIGKILL");
  await ended;
}
