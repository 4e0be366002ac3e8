import type { Log } from "@getoperate/contract";
import type { Platform } from "@getoperate/use-cases";

/** Settings of the HTTP side. */
export interface HttpSettings {
  /** Most bytes of a request's body, decoded. */
  readonly bodyLimitBytes: number;
  /** Headers that every job gets as arguments, lower case. */
  readonly includeHeaders: readonly string[];
}

/** What the routes are built from. */
export interface ServerParts {
  readonly platform: Platform;
  readonly settings: HttpSettings;
  readonly log: Log;
  /** The document of this instance, as JSON text; made when it is first asked for. */
  readonly openApiDocument: () => Promise<string>;
  /** Whether requests can be served: false while starting and while draining. */
  readonly isReady: () => boolean;
}
