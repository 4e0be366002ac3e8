/** How a server is reached. */
export interface ConnectionOptions {
  /** Address of the server, such as `https://operate.example.com`. */
  readonly baseUrl: string;
  readonly token: string;
  /**
   * Longest time a call may take with all its retries: a minute unless given, ten minutes for calls
   * that wait for a job.
   */
  readonly timeoutMs?: number | undefined;
  /** How often a call is tried again at most; 3 unless given. */
  readonly retries?: number | undefined;
  /** What sends the requests, instead of the global `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

/** The same, with what was not given filled in. */
export interface Connection {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly callTimeoutMs: number;
  readonly waitTimeoutMs: number;
  readonly retries: number;
  readonly fetch: (request: Request) => Promise<Response>;
}

const CALL_TIMEOUT_MS = 60_000;
const WAIT_TIMEOUT_MS = 600_000;
const RETRIES = 3;

export function connectionFrom(options: ConnectionOptions): Connection {
  return {
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    token: options.token,
    callTimeoutMs: options.timeoutMs ?? CALL_TIMEOUT_MS,
    waitTimeoutMs: options.timeoutMs ?? WAIT_TIMEOUT_MS,
    retries: options.retries ?? RETRIES,
    // Looked up at each call, so that a page or a test may still replace it.
    fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
  };
}
