/** The parts of Deno and of the web platform that this program uses; Node's types lack them. */
interface DenoGlobals {
  readonly Deno: {
    readonly env: {
      get(name: string): string | undefined;
      set(name: string, value: string): void;
      delete(name: string): void;
      toObject(): Record<string, string>;
    };
    readonly permissions: { revokeSync(what: { name: "write"; path: string }): unknown };
    writeFileSync(path: string, data: Uint8Array): void;
    exit(code: number): never;
  };
  addEventListener(type: "error", listener: (event: FailureEvent) => void): void;
  addEventListener(type: "unhandledrejection", listener: (event: RejectionEvent) => void): void;
}

interface FailureEvent {
  /** Null when it happened in a Worker. */
  readonly error: unknown;
  readonly message: string;
  preventDefault(): void;
}

interface RejectionEvent {
  readonly reason: unknown;
  preventDefault(): void;
}

/** This program runs on Deno alone. */
function asDeno(realm: unknown): DenoGlobals {
  return realm as DenoGlobals;
}

export const { Deno, addEventListener } = asDeno(globalThis);
