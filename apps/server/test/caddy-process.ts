import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { refuseTokensInLog, requester, type SendRequest } from "@getoperate/testing/requester";

export const CADDYFILE = fileURLToPath(new URL("../deploy/Caddyfile", import.meta.url));

export interface CaddyOptions {
  /** Where requests go. */
  readonly upstream: string;
  /** What custom URLs run with; none unless given. */
  readonly token?: string;
}

export interface CaddyProcess extends AsyncDisposable {
  readonly url: string;
  /** Where it would keep its own files. */
  readonly folder: string;
  /** Everything it logged so far, a JSON object a line. */
  readonly logged: () => string;
  /** A request through it; the administrator's token unless another is given. */
  readonly request: SendRequest;
  /** Ends it; its log is complete then. */
  end(): Promise<void>;
}

/** Starts a real Caddy with the Caddyfile that is shipped, on a free port of the loopback. */
export async function startCaddy({ upstream, token }: CaddyOptions): Promise<CaddyProcess> {
  const folder = await mkdtemp(join(tmpdir(), "operate-caddy-"));
  const port = await freePort();
  const child = spawn("caddy", ["run", "--config", CADDYFILE, "--adapter", "caddyfile"], {
    env: {
      PATH: process.env["PATH"],
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      OPERATE_SITE: `:${port}`,
      OPERATE_UPSTREAM: new URL(upstream).host,
      ...(token === undefined ? {} : { OPERATE_WEBHOOK_TOKEN: token }),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let logged = "";
  child.stderr.on("data", (chunk) => {
    logged += String(chunk);
  });
  const closed = once(child, "close");
  await serving(child, () => logged);
  const url = `http://127.0.0.1:${port}`;
  const end = async () => {
    child.kill();
    await closed;
    refuseTokensInLog([logged]);
  };
  return {
    url,
    folder,
    logged: () => logged,
    request: requester(url, ADMIN_TOKEN),
    end,
    async [Symbol.asyncDispose]() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serving(child: ChildProcess, logged: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", () => {
      if (logged().includes("serving initial configuration")) {
        resolve();
      }
    });
    child.once("error", (error) =>
      reject(new Error(`caddy does not start; scripts/setup-debian installs it: ${error.message}`)),
    );
    child.once("exit", (code) => reject(new Error(`caddy ended with ${code}: ${logged()}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
