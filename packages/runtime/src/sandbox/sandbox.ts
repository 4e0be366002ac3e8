/** Which wall stands around runners; `none` is only what an operator asked for. */
export type Sandbox = "bubblewrap" | "none";

const WAY_OUT =
  "Install bubblewrap 0.7 or newer (Debian, Ubuntu: apt-get install bubblewrap) and allow user " +
  "namespaces, or start with --unsafe-no-sandbox, which lets scripts reach this machine.";

/** Runners cannot be sandboxed here. The message tells an operator what to do. */
export class SandboxError extends Error {
  override readonly name = "SandboxError";

  constructor(reason: string, options?: ErrorOptions) {
    super(`Scripts cannot be sandboxed: ${reason}. ${WAY_OUT}`, options);
  }
}
