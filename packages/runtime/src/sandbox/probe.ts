import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Which wall stands around runners; `none` is only what an operator asked for. */
export type Sandbox = "bubblewrap" | "none";

/** Runners cannot be sandboxed here. The message tells an operator what to do. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}

const WAY_OUT =
  "Install bubblewrap (Debian, Ubuntu: apt-get install bubblewrap) and allow user namespaces, or " +
  "start with --unsafe-no-sandbox, which lets scripts reach this machine.";

/** Makes an empty sandbox once; rejects with SandboxError where that cannot be done. */
export async function probeBubblewrap(): Promise<void> {
  if (process.platform !== "linux") {
    throw new SandboxError(`There is no sandbox for scripts on ${process.platform}. ${WAY_OUT}`);
  }
  const namespaces = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"];
  const args = [...namespaces, "--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", "/tmp", "true"];
  try {
    await promisify(execFile)("bwrap", [...args], { timeout: 10_000 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new SandboxError(`Scripts cannot be sandboxed: ${reason}. ${WAY_OUT}`, { cause });
  }
}
